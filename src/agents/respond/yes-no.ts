import type { MetricQuery } from "../../contracts/metric-query.js";
import type { AskedBound } from "./asked-bound.js";
import { directionMentions } from "./direction-words.js";
import type { Prose } from "./prose.js";
import { say, textOf } from "./prose.js";
import type { Scene } from "./scene.js";
import { addedColumn, dimensionsOf, isOwnWhole, measuresOf, valueAt } from "./scene.js";
import { comparedField } from "./shapes/side-by-side.js";

const ASKS = /^\s*(?:and |so |but )?(?:did|do|does|is|are|was|were|has|have|had)\b/i;

/** Puts "Yes." or "No." before the headline of a question that asks for one; other headlines stay as they are. */
export function yesOrNo(scene: Scene, headline: Prose): Prose {
  const verdict = ASKS.test(scene.question) ? verdictOf(scene) : null;
  if (verdict === null) return headline;
  if (verdict) return say`Yes. ${headline}`;
  return /^(?:no|nothing|there (?:is|are) no)\b/i.test(textOf(headline)) ? headline : say`No. ${headline}`;
}

const ANY = /\bany(?:one|body|thing)?\b|^\s*(?:is|are|was|were) there (?:an?|still)\b/i;
const COMPARES = /\bthan\b|\b(?:compared|versus|vs)\b/i;

/** A bound is met where its number or its row stands, "any" where there is one; a direction where the change has its sign. Null: the question is no such question. */
function verdictOf(scene: Scene): boolean | null {
  const { query, rows, question } = scene;
  if (query && comparedField(query) !== null) return memberVerdict(scene, query);
  if (query?.rank) return rankVerdict(scene);
  if (!query) return null;
  const isAny = ANY.test(question) && !COMPARES.test(question);
  if (dimensionsOf(scene).length > 0) {
    if (query.periods.length === 2 && query.groupBy.length === 0) return periodVerdict(scene);
    const isKept = query.mode === "list" || query.having.length > 0;
    return isAny && isKept ? rows.length > 0 : null;
  }
  if (query.having.length > 0) return rows.length > 0;
  if (rows.length !== 1) return null;
  if (scene.asked !== null) return boundVerdict(scene, scene.asked);
  const [measure, second] = measuresOf(scene);
  if (measure === undefined) return null;
  if (second !== undefined) return measureVerdict(scene, measure, second);
  const change = addedColumn(scene, "change", measure);
  if (change < 0) return isAny ? (valueAt(scene, 0, measure) ?? 0) > 0 : null;
  const [asked] = directionMentions(question);
  const value = valueAt(scene, 0, change);
  return value === null || !asked ? null : Math.sign(value) === asked.sign;
}

/** The one number, its change or its share, against the bound that was asked about. */
function boundVerdict(scene: Scene, { holds, percent }: AskedBound): boolean | null {
  const [measure, second] = measuresOf(scene);
  if (measure === undefined || second !== undefined) return null;
  const changed = addedColumn(scene, percent ? "change_ratio" : "change", measure);
  const share = addedColumn(scene, "share", measure);
  if (changed >= 0) {
    const [way, another] = directionMentions(scene.question);
    const value = valueAt(scene, 0, changed);
    // "Fell by more than 10 %" bounds the size of a fall.
    return way === undefined || another || value === null ? null : holds(value * way.sign);
  }
  if (percent && share >= 0 && isOwnWhole(scene)) return null;
  const column = percent && share >= 0 ? share : measure;
  if (percent !== (scene.columns[column]?.unit === "ratio")) return null;
  const value = valueAt(scene, 0, column);
  return value === null ? null : holds(value);
}

const MORE = /\b(?:higher|greater|larger|bigger|more|above|over|exceeds?|exceeded|ahead of)\b/i;
const LESS = /\b(?:lower|less|fewer|smaller|below|under|behind)\b/i;

/** Which of two numbers the question says is the greater: the first (1) or the second (-1); null where it says neither, or both. */
function comparedSign(question: string): 1 | -1 | null {
  const [more, less] = [MORE.test(question), LESS.test(question)];
  return more === less ? null : more ? 1 : -1;
}

/** "Were sales below target?": the first number against the second. */
function measureVerdict(scene: Scene, first: number, second: number): boolean | null {
  const sign = comparedSign(scene.question);
  const same = scene.columns[first]?.unit === scene.columns[second]?.unit && measuresOf(scene).length === 2;
  const [left, right] = [valueAt(scene, 0, first), valueAt(scene, 0, second)];
  if (sign === null || !same || left === null || right === null) return null;
  return Math.sign(left - right) === sign;
}

/** "Were sales higher in A than in B?": the first named period against the second. */
function periodVerdict(scene: Scene): boolean | null {
  const [measure, second] = measuresOf(scene);
  const sign = comparedSign(scene.question);
  if (sign === null || measure === undefined || second !== undefined || scene.rows.length !== 2) return null;
  if (dimensionsOf(scene).length !== 1 || !COMPARES.test(scene.question)) return null;
  const [left, right] = [valueAt(scene, 0, measure), valueAt(scene, 1, measure)];
  return left === null || right === null ? null : Math.sign(left - right) === sign;
}

/** "Is it higher in A than in B?": the first named member against the second. */
function memberVerdict(scene: Scene, query: MetricQuery): boolean | null {
  const sign = comparedSign(scene.question);
  const field = comparedField(query);
  const named = query.filters.flatMap((filter) =>
    filter.kind === "values" && filter.field === field ? filter.values : [],
  );
  const [measure] = measuresOf(scene);
  if (sign === null || named.length !== 2 || measure === undefined || scene.rows.length !== 2) return null;
  const numberOfMember = (member: unknown): number | null =>
    valueAt(
      scene,
      scene.rows.findIndex(([cell]) => cell === member),
      measure,
    );
  const [first, second] = named.map(numberOfMember);
  if (first === null || second === null || first === undefined || second === undefined) return null;
  return Math.sign(first - second) === sign;
}

const FIRST =
  /\b(?:best|worst|top|highest|largest|biggest|greatest|lowest|smallest|most|least|number one)\b/i;

/** "Is A the best region?": whether it stands first. "Is A in the top 5?": whether it stands among them. */
function rankVerdict({ question, columns, rows }: Scene): boolean | null {
  const rank = columns.findIndex(({ of }) => of.kind === "rank");
  if (rows.length !== 1 || rank < 0) return null;
  const place = Number(rows[0]?.[rank]);
  const among = /\b(?:top|first|best)\s+(\d+)\b/i.exec(question);
  if (among !== null) return place <= Number(among[1]);
  return FIRST.test(question) && !/\d|\bin the\b/.test(question) ? place === 1 : null;
}
