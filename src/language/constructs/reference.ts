import type { FieldValue } from "../../contracts/metric-query.js";
import type { Construct, Proposal, Scene } from "../claim.js";
import { type Frame, problem, use, valuesFilter } from "../frame.js";
import { phraseTable } from "../phrase-table.js";
import { stem } from "../stem.js";

type Rows = (count: number) => number[];

const nth =
  (n: number): Rows =>
  (count) =>
    n < 0 ? [count + n] : [n];
const ORDINALS: [string, number][] = [
  ["first|1st|top", 0],
  ["second|2nd", 1],
  ["third|3rd", 2],
  ["fourth|4th", 3],
  ["fifth|5th", 4],
  ["sixth|6th", 5],
  ["seventh|7th", 6],
  ["eighth|8th", 7],
  ["ninth|9th", 8],
  ["tenth|10th", 9],
  ["last|bottom", -1],
];
const ROWS = phraseTable<Rows>([
  ...ORDINALS.map(([words, n]): [string, Rows] => [
    `only|just|for|of|in|about? the? ${words} one|row|result|entry|item|line`,
    nth(n),
  ]),
  ["for|of|in|about|only|just? the first two|2", () => [0, 1]],
  ["for|of|in|about|only|just? the first three|3", () => [0, 1, 2]],
  ["for|of|in|about|only|just? those|them|these ones?", (count) => [...Array(count).keys()]],
  ["for|of|in|about|only|just? that|this one", (count) => (count === 1 ? [0] : [])],
  ["for|of|in|about|only|just it|that", (count) => (count === 1 ? [0] : [])],
  ["its|his|her", (count) => (count === 1 ? [0] : [])],
  ["their", (count) => [...Array(count).keys()]],
]);
const POSSESSIVES = phraseTable([["its|his|her|their", null]]);

/** "The second one", "that region", "those states", "its income": rows of the answer before become a filter. */
export const reference: Construct = {
  name: "reference",
  turn: 60,
  propose: (scene) => {
    if (scene.thread.queries.length === 0) return [];
    if (scene.thread.shown === null) return possessives(scene);
    return [...rowReferences(scene), ...fieldReferences(scene)];
  },
};

/** "Its repair cost", after a number of one plant: what that was of stays. */
function possessives({ words }: Scene): Proposal[] {
  return POSSESSIVES.matches(words).map(({ from, to }) => ({
    from,
    to,
    as: "as before",
    mark: (frame, at) => {
      use(frame, at);
      frame.flags.set("follow-up", true);
    },
  }));
}

function rowReferences({ words, thread }: Scene): Proposal[] {
  return ROWS.matches(words).map(({ from, to, value }) => ({
    from,
    to,
    as: "rows shown before",
    mark: (frame, at) => pick(frame, at, value(thread.shown?.rows.length ?? 0), null),
  }));
}

/** "that region", "the second state", "these two regions": a noun that heads a column shown. */
function fieldReferences({ words, thread }: Scene): Proposal[] {
  const columns = thread.shown?.columns ?? [];
  const count = thread.shown?.rows.length ?? 0;
  return words.flatMap((word, at) => {
    const column = columns.findIndex(
      (name) => headOf(name) === word.stem || stem(name.toLowerCase()) === word.stem,
    );
    if (column < 0 || at === 0) return [];
    const before = words[at - 1]?.norm ?? "";
    const ordinal = ORDINALS.find(([forms]) => forms.split("|").includes(before));
    const rows = /^(that|this)$/.test(before)
      ? count === 1
        ? [0]
        : null
      : /^(those|these)$/.test(before)
        ? [...Array(count).keys()]
        : null;
    const chosen = ordinal === undefined ? rows : nth(ordinal[1])(count);
    if (chosen === null && !/^(that|this)$/.test(before)) return [];
    const from = words[at - 2]?.norm === "the" ? at - 2 : at - 1;
    return [
      {
        from,
        to: at + 1,
        as: "rows shown before",
        mark: (frame: Frame, index: number) => pick(frame, index, chosen ?? [], columns[column] ?? null),
      },
    ];
  });
}

function headOf(column: string): string {
  const words = column.toLowerCase().split(/\s+/);
  return stem(words.at(-1) ?? column);
}

function pick(frame: Frame, at: number, rows: readonly number[], column: string | null): void {
  const own = frame.items[at];
  const shown = frame.thread.shown;
  const last = frame.thread.queries.at(-1);
  if (own === undefined || shown === null || last === undefined) return;
  own.role = "used";
  const chosen = rows.flatMap((row) => (shown.rows[row] === undefined ? [] : [shown.rows[row]]));
  const fields = last.groupBy.flatMap((grouping) => (grouping.kind === "field" ? [grouping.field] : []));
  const kept = column === null ? fields : fields.filter((field) => field === column);
  if (chosen.length === 0 || kept.length === 0) {
    const filtered = last.filters.some(
      (filter) => filter.kind === "values" && !filter.negated && (column === null || filter.field === column),
    );
    if (chosen.length <= 1 && kept.length === 0 && filtered) {
      // One value was filtered for: "that region" is it, and the filter stays.
      frame.flags.set("follow-up", true);
      return;
    }
    frame.problem = problem(`Which of the rows shown is "${own.words}"?`);
    return;
  }
  frame.flags.set("follow-up", true);
  const dropped = new Set<string>();
  for (const field of kept) {
    const index = shown.columns.indexOf(field);
    if (index < 0) continue;
    const values: FieldValue[] = chosen.map((row) => row[index] ?? null);
    frame.draft.filters.push(
      valuesFilter(
        field,
        values.map((value) => (typeof value === "boolean" ? String(value) : value)),
      ),
    );
    if (new Set(values).size === 1) dropped.add(field);
  }
  frame.flags.set("drilled", dropped);
  own.as = frame.draft.filters
    .map((filter) => (filter.kind === "values" ? `${filter.field} is ${filter.values.join(", ")}` : ""))
    .join(", ");
}
