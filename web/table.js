import { compareCells, formatCell } from "./cells.js";
import { button, h } from "./dom.js";

const SHOWN_AT_FIRST = 12;

/** The rows: as tiles where there is one, otherwise as a table that sorts by a press on its heads. */
export function answerRows(answer) {
  const { columns, rows } = answer;
  if (rows.length === 0 || (rows.length === 1 && columns.length === 1)) return null;
  return rows.length === 1 && columns.length <= 6 ? tiles(answer) : table(answer);
}

function tiles({ columns, rows }) {
  return h(
    "dl",
    { class: "tiles" },
    columns.map((column, i) =>
      h(
        "div",
        {},
        h("dt", {}, column.name),
        h("dd", { class: tone(rows[0][i], column) }, formatCell(rows[0][i], column)),
      ),
    ),
  );
}

function table({ columns, rows, headline }) {
  const body = h("tbody");
  const order = { column: null, up: true };
  let shown = Math.min(rows.length, SHOWN_AT_FIRST);
  const more = button("", () => {
    shown = rows.length;
    fill();
  });
  const fill = () => {
    body.replaceChildren(
      ...sorted(rows, columns, order)
        .slice(0, shown)
        .map((row) => rowOf(row, columns)),
    );
    more.hidden = shown >= rows.length;
    more.textContent = `Show all ${rows.length.toLocaleString("en-US")} rows`;
  };
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
      button(column.name, sort, { class: "sort", title: "Sort" }),
    );
  });
  fill();
  return h(
    "div",
    { class: "rows" },
    h(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of the answer" },
      h(
        "table",
        {},
        h("caption", { class: "hidden" }, headline || "Rows of the answer"),
        h("thead", {}, h("tr", {}, heads)),
        body,
      ),
    ),
    more,
  );
}

function rowOf(row, columns) {
  return h(
    "tr",
    {},
    columns.map((column, i) => h("td", { class: tone(row[i], column) }, formatCell(row[i], column))),
  );
}

function tone(cell, { type }) {
  if (type !== "number") return null;
  return Number(cell) < 0 ? "number negative" : "number";
}

function sorted(rows, columns, { column, up }) {
  if (column === null) return rows;
  const direction = up ? 1 : -1;
  return [...rows].sort((a, b) => {
    if (a[column] === null || b[column] === null) return compareCells(a[column], b[column], columns[column]);
    return direction * compareCells(a[column], b[column], columns[column]);
  });
}
