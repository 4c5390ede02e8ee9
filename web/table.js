import { formatCell } from "./cells.js";
import { button, h } from "./dom.js";

const SHOWN = 200;

/** The rows as a table that sorts by a press on its heads. */
export function answerTable({ columns, rows, headline }) {
  if (rows.length === 0 || (rows.length === 1 && columns.length === 1)) return null;
  const body = h("tbody");
  const order = { column: null, up: true };
  const fill = () =>
    body.replaceChildren(
      ...sorted(rows, order)
        .slice(0, SHOWN)
        .map((row) => rowOf(row, columns)),
    );
  const heads = columns.map((column, i) => {
    const sort = () => {
      order.up = order.column === i ? !order.up : column.type !== "number";
      order.column = i;
      for (const [k, head] of heads.entries())
        head.setAttribute("aria-sort", k === i ? (order.up ? "ascending" : "descending") : "none");
      fill();
    };
    return h(
      "th",
      { scope: "col", class: column.type === "number" ? "number" : null, "aria-sort": "none" },
      button(column.name, sort),
    );
  });
  fill();
  const table = h(
    "table",
    {},
    h("caption", { class: "hidden" }, headline),
    h("thead", {}, h("tr", {}, heads)),
    body,
  );
  const more =
    rows.length > SHOWN
      ? h("p", { class: "muted" }, `${rows.length - SHOWN} more rows are in the CSV.`)
      : null;
  return h(
    "div",
    {},
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Rows" }, table),
    more,
  );
}

function rowOf(row, columns) {
  return h(
    "tr",
    {},
    columns.map((column, i) => {
      const number = column.type === "number";
      const negative = number && Number(row[i]) < 0;
      const kind = [number ? "number" : "", negative ? "negative" : ""].join(" ").trim();
      return h("td", { class: kind || null }, formatCell(row[i], column));
    }),
  );
}

function sorted(rows, { column, up }) {
  if (column === null) return rows;
  const compare = (a, b) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    const order =
      typeof a === "number" && typeof b === "number"
        ? a - b
        : String(a).localeCompare(String(b), "en", { numeric: true });
    return up ? order : -order;
  };
  return [...rows].sort((a, b) => compare(a[column], b[column]));
}
