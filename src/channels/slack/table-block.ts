import type { KnownBlock, TableBlock } from "@slack/types";
import { shownRows } from "../../charts/shown-rows.js";
import type { Answer } from "../../contracts/answer.js";
import { LIMITS } from "./limits.js";
import { clip } from "./mrkdwn.js";

const CELL = 120;

/** The rows as Slack's native table, with a line on what does not fit; nothing for a single number. */
export function tableBlocks(answer: Pick<Answer, "columns" | "rows" | "totalRows">): {
  blocks: KnownBlock[];
  note: string | null;
} {
  const { columns, rows } = answer;
  if (rows.length === 0 || columns.length === 0 || (rows.length === 1 && columns.length === 1)) {
    return { blocks: [], note: null };
  }
  const shownColumns = columns.slice(0, LIMITS.tableColumns);
  const body = shownRows(shownColumns, rows).slice(0, LIMITS.tableRows - 1);
  const table: TableBlock = {
    type: "table",
    column_settings: shownColumns.map((column) => ({ align: column.type === "number" ? "right" : "left" })),
    rows: [shownColumns.map((column) => cell(column.name)), ...body.map((row) => row.map(cell))],
  };
  return {
    blocks: [table],
    note: leftOut(
      { shown: body.length, all: Math.max(rows.length, answer.totalRows ?? 0) },
      { shown: shownColumns.length, all: columns.length },
    ),
  };
}

/** Raw text is shown as it stands: Slack reads no markup in it. An empty cell is refused, hence the dash. */
function cell(text: string): { type: "raw_text"; text: string } {
  return {
    type: "raw_text",
    text: clip(text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, " "), CELL) || "–",
  };
}

interface Extent {
  shown: number;
  all: number;
}

function leftOut(rows: Extent, columns: Extent): string | null {
  const parts = [
    rows.all > rows.shown ? `${rows.shown} of ${rows.all} rows` : null,
    columns.all > columns.shown ? `${columns.shown} of ${columns.all} columns` : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? `The table shows ${parts.join(" and ")}; ask for less to see it whole.` : null;
}
