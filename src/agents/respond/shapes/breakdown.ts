import { cellLabel, rowLabel } from "../cell-label.js";
import { placeWord } from "../count-words.js";
import { article, be } from "../grammar.js";
import { growsWithDays, isPartRow, partUnit } from "../part-bucket.js";
import type { Piece, Prose } from "../prose.js";
import { direction, enumerate, isEmpty, NOTHING, number, say, sentences } from "../prose.js";
import { restRow } from "../rest-row.js";
import type { Scene } from "../scene.js";
import {
  addedColumn,
  addsUp,
  cellAt,
  dimensionsOf,
  figure,
  isOwnWhole,
  measuresOf,
  valueAt,
} from "../scene.js";
import { sceneWords } from "../scope-words.js";
import { membersKept, nounOf } from "./members-kept.js";
import { isLedByChange, moved, moversStory } from "./movers.js";
import { fieldName, isNameless, nameless, namelessRow } from "./nameless.js";
import { periodsApartStory } from "./periods-apart.js";
import { nameOf } from "./single.js";
import type { Story } from "./story.js";

const NEXT = 2;
/** More than this are read in the table. */
const MOST_LEADERS = 6;

/** Several rows by one or more fields: who leads, who follows, who is last, and what it adds up to. */
export function breakdownStory(scene: Scene): Story {
  const [measure] = measuresOf(scene);
  if (measure === undefined) return { headline: NOTHING, narrative: NOTHING };
  if (isLedByChange(scene)) return moversStory(scene, measure);
  const apart = periodsApartStory(scene, measure);
  if (apart !== null) return apart;
  const ranked = rankedRows(scene, measure);
  const [leader, ...rest] = ranked;
  if (leader === undefined)
    return { headline: say`No rows have a value${sceneWords(scene)}.`, narrative: NOTHING };
  if (scene.query?.top?.both) return endsStory(scene, ranked, measure);
  const leading = say`${leaderWords(scene, leader, measure)}${sceneWords(scene)}: ${figure(scene, cellAt(leader, measure), measure)}${shareClause(scene, leader, measure)}${partClause(scene, leader, measure)}.`;
  const kept = membersKept(scene);
  return {
    headline: isEmpty(kept) ? leading : kept,
    narrative: sentences(
      isEmpty(kept) || scene.rows.length === 1 ? NOTHING : leading,
      leadersOfEach(scene, measure) ?? followers(scene, rest, measure),
      nameless(scene, leader, measure),
      leftOut(scene, [leader, ...rest], measure),
      others(scene, measure),
      changeOf(scene, leader, measure),
      total(scene, measure),
    ),
  };
}

/** Rows that can be ranked, the first by what was asked for: the lowest where the order is ascending. */
function rankedRows(scene: Scene, measure: number): number[] {
  const sign = isAscending(scene) ? 1 : -1;
  const value = (row: number): number => valueAt(scene, row, measure) ?? 0;
  const others = restRow(scene.query, scene.rows);
  const valued = scene.rows.flatMap((_, row) =>
    row === others || valueAt(scene, row, measure) === null ? [] : [row],
  );
  const named = valued.filter((row) => !isNameless(scene, row));
  const members = named.length > 0 ? named : valued;
  // A part of a month is smaller than a whole one for no reason of its own.
  const whole = isAscending(scene) ? members.filter((row) => !isPartial(scene, row, measure)) : members;
  return (whole.length > 0 ? whole : members).sort((a, b) => sign * (value(a) - value(b)) || a - b);
}

function isPartial(scene: Scene, row: number, measure: number): boolean {
  return growsWithDays(scene, measure) && isPartRow(scene, row);
}

function isAscending({ query }: Scene): boolean {
  const [order] = query?.order ?? [];
  return order?.by.kind === "select" && order.direction === "asc";
}

/** "West has the largest Sales". */
function leaderWords(scene: Scene, leader: number, measure: number): string {
  const name = nameOf(scene, measure);
  if (isNameless(scene, leader))
    return `Rows with ${rowLabel(scene, leader)} have${leads(scene).slice(3)} ${name}`;
  const value = valueAt(scene, leader, measure) ?? 0;
  const most =
    !isAscending(scene) && value < 0 ? `has the ${name} nearest to zero` : `${leads(scene)} ${name}`;
  const missing = namelessRow(scene, measure);
  const ahead =
    missing >= 0 && (valueAt(scene, missing, measure) ?? 0) * sideOf(scene) < value * sideOf(scene);
  return `${ahead ? `Of those with ${article(fieldName(scene))} ${fieldName(scene)}, ` : ""}${rowLabel(scene, leader)} ${most}`;
}

function sideOf(scene: Scene): 1 | -1 {
  return isAscending(scene) ? 1 : -1;
}

/** ", but it is not a whole month": a smallest one that could be so because days are missing. */
function partClause(scene: Scene, leader: number, measure: number): string {
  if (!isAscending(scene) || !isPartial(scene, leader, measure)) return "";
  return `, but that is not a whole ${partUnit(scene, leader)}`;
}

/** Buckets that took no place because they are not whole. */
function leftOut(scene: Scene, ranked: readonly number[], measure: number): Prose {
  const places = new Set(ranked);
  const rows = scene.rows.flatMap((_, row) =>
    !places.has(row) && isPartial(scene, row, measure) && valueAt(scene, row, measure) !== null ? [row] : [],
  );
  if (rows.length === 0 || rows.length > NEXT) return NOTHING;
  const items = rows.map(
    (row): Piece => say`${rowLabel(scene, row)} with ${figure(scene, cellAt(row, measure), measure)}`,
  );
  return say`Left out of this: ${enumerate(items)}.`;
}

function leads(scene: Scene): string {
  const from = scene.query?.top?.from;
  const place = from === undefined || from === 1 ? "" : `${placeWord(from)} `;
  return isAscending(scene) ? `has the ${place}smallest` : `has the ${place}largest`;
}

function shareClause(scene: Scene, row: number, measure: number): Prose {
  const share = addedColumn(scene, "share", measure);
  if (isOwnWhole(scene)) return NOTHING;
  if (share >= 0 && valueAt(scene, row, share) !== null)
    return say`, ${figure(scene, cellAt(row, share), share)} of the total`;
  if (!isWhole(scene, measure) || scene.rows.length < 2) return NOTHING;
  const part = { kind: "over", left: cellAt(row, measure), right: { kind: "sum", column: measure } } as const;
  return say`, ${number(part, { type: "number", unit: "ratio" }, scene.rows)} of the total`;
}

/** Do the rows hold the whole of an additive amount, none of it negative, so that shares of it mean something? */
function isWhole(scene: Scene, measure: number): boolean {
  const { query, truncated } = scene;
  const isCut =
    query?.top?.rest || query?.apart ? restRow(query, scene.rows) < 0 : (query?.top ?? null) !== null;
  if (!query || truncated || isCut || query.having.length > 0 || query.rank) return false;
  const positive = scene.rows.every((_, row) => (valueAt(scene, row, measure) ?? 0) >= 0);
  const something = scene.rows.some((_, row) => (valueAt(scene, row, measure) ?? 0) > 0);
  return positive && something && addsUp(scene, measure);
}

function followers(scene: Scene, rest: number[], measure: number): Prose {
  if (rest.length === 0) return NOTHING;
  const change = addedColumn(scene, "change", measure);
  const withValue = (row: number): Piece =>
    change < 0 || valueAt(scene, row, change) === null
      ? say`${rowLabel(scene, row)} (${figure(scene, cellAt(row, measure), measure)})`
      : say`${rowLabel(scene, row)} (${figure(scene, cellAt(row, measure), measure)}, ${moved(scene, row, measure)})`;
  const next = rest.slice(0, NEXT);
  const last = isAscending(scene)
    ? rest.at(-1)
    : rest.findLast((row) => !isPartial(scene, row, measure) || next.includes(row));
  const verb = next.length === 1 ? "Next is" : "Next are";
  const tail =
    last !== undefined && !next.includes(last) && rest.length > NEXT && !scene.truncated && !scene.query?.top
      ? say`; at the other end is ${withValue(last)}`
      : NOTHING;
  return say`${verb} ${enumerate(next.map(withValue))}${tail}.`;
}

function others(scene: Scene, measure: number): Prose {
  const row = restRow(scene.query, scene.rows);
  if (row < 0 || valueAt(scene, row, measure) === null) return NOTHING;
  const name = nameOf(scene, measure);
  return say`Everything else together: ${name} ${be(name)} ${figure(scene, cellAt(row, measure), measure)}${shareClause(scene, row, measure)}.`;
}

function changeOf(scene: Scene, row: number, measure: number): Prose {
  const change = addedColumn(scene, "change", measure);
  const ratio = addedColumn(scene, "change_ratio", measure);
  if (change < 0 || valueAt(scene, row, change) === null) return NOTHING;
  const way = direction(cellAt(row, change), { up: "up", down: "down", flat: "unchanged" }, scene.rows);
  const name = rowLabel(scene, row);
  if (valueAt(scene, row, change) === 0 || ratio < 0 || valueAt(scene, row, ratio) === null)
    return say`${name} is ${way} on ${against(scene)}.`;
  const size = { kind: "size", of: cellAt(row, ratio) } as const;
  return say`${name} is ${way} ${figure(scene, size, ratio)} on ${against(scene)}.`;
}

function against({ query }: Scene): string {
  const comparison = query?.comparison;
  return comparison?.kind === "range" ? comparison.period.label || comparison.label : "the one before";
}

function total(scene: Scene, measure: number): Prose {
  const fields = dimensionsOf(scene).map((column) => nounOf(scene, column));
  const [field] = fields;
  if (!isWhole(scene, measure) || field === undefined || fields.length > 1 || scene.rows.length < 2)
    return NOTHING;
  if (restRow(scene.query, scene.rows) >= 0)
    return say`All together: ${nameOf(scene, measure)} ${be(nameOf(scene, measure))} ${figure(scene, { kind: "sum", column: measure }, measure)}.`;
  const count = number({ kind: "count" }, { type: "number" }, scene.rows);
  const sum = figure(scene, { kind: "sum", column: measure }, measure);
  const name = nameOf(scene, measure);
  if (namelessRow(scene, measure) >= 0) return say`All together: ${name} ${be(name)} ${sum}.`;
  if (scene.rows.length === 2) return say`Both together: ${name} ${be(name)} ${sum}.`;
  return say`All ${count} ${field} together: ${name} ${be(name)} ${sum}.`;
}

/** A top-N within each member of one field: who is first in each. Null where the question is no such question. */
function leadersOfEach(scene: Scene, measure: number): Prose | null {
  const per = scene.query?.top?.per ?? [];
  const [outer = -1, inner = -1, ...more] = dimensionsOf(scene);
  if (per.length !== 1 || per[0] !== 0 || inner < 0 || more.length > 0 || scene.truncated) return null;
  const seen = new Set<unknown>();
  const first = scene.rows.flatMap((row, at) => {
    const isNew = !seen.has(row[outer]);
    seen.add(row[outer]);
    return isNew && valueAt(scene, at, measure) !== null ? [at] : [];
  });
  if (first.length < 2 || first.length > MOST_LEADERS) return null;
  const label = (row: number, column: number): string =>
    cellLabel(scene.rows[row]?.[column] ?? null, column, scene);
  const items = first.map(
    (row): Piece =>
      say`${label(row, inner)} for ${label(row, outer)} (${figure(scene, cellAt(row, measure), measure)})`,
  );
  return say`First of each: ${enumerate(items)}.`;
}

/** Both ends of a ranking: the greatest and the smallest, and who stands beside them. */
function endsStory(scene: Scene, ranked: readonly number[], measure: number): Story {
  const value = (row: number): number => valueAt(scene, row, measure) ?? 0;
  const down = [...ranked].sort((a, b) => value(b) - value(a) || a - b);
  const [most, least] = [down[0], down.at(-1)];
  if (most === undefined || least === undefined || most === least)
    return { headline: NOTHING, narrative: NOTHING };
  const number = (row: number): Piece => figure(scene, cellAt(row, measure), measure);
  const item = (row: number): Piece => say`${rowLabel(scene, row)} (${number(row)})`;
  const count = scene.query?.top?.count ?? 1;
  const isSplit = count > 1 && count <= MOST_LEADERS && down.length === 2 * count;
  return {
    headline: say`${rowLabel(scene, most)} has the largest ${nameOf(scene, measure)}${sceneWords(scene)}: ${number(most)}; ${rowLabel(scene, least)} has the smallest: ${number(least)}.`,
    narrative: isSplit
      ? say`At the top: ${enumerate(down.slice(0, count).map(item))}. At the bottom: ${enumerate(down.slice(count).reverse().map(item))}.`
      : NOTHING,
  };
}
