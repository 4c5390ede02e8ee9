import type { Work } from "../../state.js";
import { cellLabel } from "../cell-label.js";
import { numberOf } from "../derivation.js";
import type { Scene } from "../scene.js";
import type { Contribution, RatioChange } from "./contribution.js";
import { amountContributions, ratioContributions } from "./contribution.js";

/** What one field says about a change. */
export interface FieldParts {
  field: string;
  contributions: Contribution[];
}

/** Contributions by every field that was looked at; a ratio is split by its two amounts, an amount by itself. */
export function fieldParts(whole: Work, parts: Work[], scene: Scene): FieldParts[] {
  const change = changeOf(whole);
  if (change === null) return [];
  const totals = parts.find(({ query }) => query?.groupBy.length === 0);
  return parts.flatMap((part) => {
    const [grouping] = part.query?.groupBy ?? [];
    if (!grouping || !part.extracted) return [];
    const members = membersOf(part, scene);
    const [total] = totals ? membersOf(totals, scene) : [];
    const contributions = total ? ratioContributions(members, total) : amountContributions(members, change);
    return contributions.length > 0 ? [{ field: grouping.field, contributions }] : [];
  });
}

/** The change of the first number; null where a side is missing. */
export function changeOf(whole: Work): number | null {
  const columns = whole.extracted?.columns ?? [];
  const at = columns.findIndex(({ of }) => of.kind === "change");
  return numberOf(whole.extracted?.result.rows[0]?.[at] ?? null);
}

function membersOf(part: Work, scene: Scene): RatioChange[] {
  const columns = part.extracted?.columns ?? [];
  const at = (kind: "select" | "previous", index: number): number =>
    columns.findIndex(({ of }) => of.kind === kind && of.index === index);
  const own = { ...scene, columns, query: part.query };
  return (part.extracted?.result.rows ?? []).map((row) => {
    const side = (index: number) => ({
      now: numberOf(row[at("select", index)] ?? null),
      before: numberOf(row[at("previous", index)] ?? null),
    });
    const grouped = (part.query?.groupBy.length ?? 0) > 0;
    return {
      member: grouped ? cellLabel(row[0] ?? null, 0, own) : "",
      ...side(0),
      numerator: side(1),
      denominator: side(2),
    };
  });
}
