import type { ModelView } from "../../../contracts/semantic-model.js";
import type { Work } from "../../state.js";
import { cellLabel } from "../cell-label.js";
import { numberOf } from "../derivation.js";
import type { Scene } from "../scene.js";
import type { Contribution } from "./contribution.js";
import { amountContributions, ratioContributions } from "./contribution.js";
import { type FormulaChange, formulaContributions } from "./formula-contribution.js";
import { formulaValue } from "./formula-node.js";
import { type Formula, formulaOf } from "./measure-formula.js";

/** What one field says about a change. */
export interface FieldParts {
  field: string;
  contributions: Contribution[];
}

/** Relative: the engine adds in another order, and in its own types. */
const SAME = 1e-9;

/** Contributions by every field that was looked at: of a ratio by mix and rate, of another formula by its aggregates, of an amount by itself. */
export function fieldParts(whole: Work, parts: Work[], scene: Scene): FieldParts[] {
  const change = changeOf(whole);
  if (change === null) return [];
  const totals = parts.find(({ query }) => query?.groupBy.length === 0);
  const [total] = totals ? membersOf(totals, scene) : [];
  const formula = total ? provedFormula(whole, total, scene.view) : null;
  return parts.flatMap((part) => {
    const [grouping] = part.query?.groupBy ?? [];
    if (!grouping || !part.extracted || part.extracted.result.truncated) return [];
    const members = membersOf(part, scene);
    const split = formula && total ? formulaParts(formula, members, total, change) : null;
    const contributions = split ?? amountContributions(members, change);
    return contributions.length > 0 ? [{ field: grouping.field, contributions }] : [];
  });
}

/** Fields of which not every member was fetched, so that nothing can be said about them. */
export function cutFields(parts: readonly Work[]): string[] {
  return parts.flatMap(({ query, extracted }) =>
    extracted?.result.truncated ? (query?.groupBy ?? []).map(({ field }) => field) : [],
  );
}

/** The change of the first number; null where a side is missing. */
export function changeOf(whole: Work): number | null {
  const columns = whole.extracted?.columns ?? [];
  const at = columns.findIndex(({ of }) => of.kind === "change");
  return numberOf(whole.extracted?.result.rows[0]?.[at] ?? null);
}

/** The formula of the first number, if from the aggregates it gives what the engine gave, on both sides. */
function provedFormula(whole: Work, total: FormulaChange, view: ModelView | null): Formula | null {
  const formula = view ? formulaOf(whole.query?.select[0], view) : null;
  if (formula === null) return null;
  const proved = (["now", "before"] as const).every((side) => {
    const [given, computed] = [total[side], formulaValue(formula.root, total.atoms[side])];
    return (
      given !== null && computed !== null && Math.abs(given - computed) <= SAME * Math.max(1, Math.abs(given))
    );
  });
  return proved ? formula : null;
}

function formulaParts(
  { root, quotient }: Formula,
  members: readonly FormulaChange[],
  total: FormulaChange,
  change: number,
): Contribution[] | null {
  if (quotient === null) return formulaContributions(root, members, total.atoms, change);
  const { scale, numerator, denominator } = quotient;
  const sides = ({ atoms }: FormulaChange, node: typeof numerator) => ({
    now: formulaValue(node, atoms.now),
    before: formulaValue(node, atoms.before),
  });
  const divided = (each: FormulaChange) => ({
    ...each,
    numerator: sides(each, numerator),
    denominator: sides(each, denominator),
  });
  return ratioContributions(members.map(divided), divided(total), scale);
}

function membersOf(part: Work, scene: Scene): FormulaChange[] {
  const columns = part.extracted?.columns ?? [];
  const at = (kind: "select" | "previous", index: number): number =>
    columns.findIndex(({ of }) => of.kind === kind && of.index === index);
  const own = { ...scene, columns, query: part.query };
  const atoms = (part.query?.select.length ?? 1) - 1;
  const grouped = (part.query?.groupBy.length ?? 0) > 0;
  return (part.extracted?.result.rows ?? []).map((row) => {
    const value = (kind: "select" | "previous", index: number): number | null =>
      numberOf(row[at(kind, index)] ?? null);
    const side = (kind: "select" | "previous"): number[] =>
      Array.from({ length: atoms }, (_, atom) => value(kind, atom + 1) ?? 0);
    return {
      member: grouped ? cellLabel(row[0] ?? null, 0, own) : "",
      now: value("select", 0),
      before: value("previous", 0),
      atoms: { now: side("select"), before: side("previous") },
    };
  });
}
