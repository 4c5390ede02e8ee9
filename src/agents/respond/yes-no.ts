import type { MetricQuery } from "../../contracts/metric-query.js";
import { directionMentions } from "./direction-words.js";
import type { Prose } from "./prose.js";
import { say } from "./prose.js";
import type { Scene } from "./scene.js";
import { addedColumn, dimensionsOf, measuresOf, valueAt } from "./scene.js";
import { comparedField } from "./shapes/side-by-side.js";

const ASKS = /^\s*(?:and |so |but )?(?:did|do|does|is|are|was|were|has|have|had)\b/i;

/** Puts "Yes." or "No." before the headline of a question that asks for one; other headlines stay as they are. */
export function yesOrNo(scene: Scene, headline: Prose): Prose {
  const verdict = ASKS.test(scene.question) ? verdictOf(scene) : null;
  if (verdict === null) return headline;
  return verdict ? say`Yes. ${headline}` : say`No. ${headline}`;
}

/** A threshold on the whole is met where its row stands; a direction where the change has its sign. Null: the question is no such question. */
function verdictOf(scene: Scene): boolean | null {
  const { query, rows } = scene;
  if (query && comparedField(query) !== null) return memberVerdict(scene, query);
  if (query?.rank) return rankVerdict(scene);
  if (!query || dimensionsOf(scene).length > 0) return null;
  if (query.having.length > 0) return rows.length > 0;
  const [measure] = measuresOf(scene);
  const [asked] = directionMentions(scene.question);
  if (measure === undefined || !asked || rows.length !== 1) return null;
  const change = addedColumn(scene, "change", measure);
  const value = change < 0 ? null : valueAt(scene, 0, change);
  return value === null ? null : Math.sign(value) === asked.sign;
}

/** "Is it higher in A than in B?": the first named member against the second. */
function memberVerdict(scene: Scene, query: MetricQuery): boolean | null {
  const [asked, another] = directionMentions(scene.question);
  const field = comparedField(query);
  const named = query.filters.flatMap((filter) =>
    filter.kind === "values" && filter.field === field ? filter.values : [],
  );
  const [measure] = measuresOf(scene);
  if (!asked || another || named.length !== 2 || measure === undefined || scene.rows.length !== 2)
    return null;
  const numberOfMember = (member: unknown): number | null =>
    valueAt(
      scene,
      scene.rows.findIndex(([cell]) => cell === member),
      measure,
    );
  const [first, second] = named.map(numberOfMember);
  if (first === null || second === null || first === undefined || second === undefined) return null;
  return Math.sign(first - second) === asked.sign;
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
