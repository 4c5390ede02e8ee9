import type { IsoDate } from "../../contracts/dates.js";
import { type MetricQuery, queryOn } from "../../contracts/metric-query.js";
import type { ApprovedSql, Catalog, PolicySet } from "../../contracts/policy.js";
import type { ModelMeasure, ModelView, Workspace } from "../../contracts/semantic-model.js";
import type { Rooms } from "../rooms.js";

export interface UnusableMeasure {
  measure: ModelMeasure;
  /** In the engine's words. */
  complaint: string;
}

/** Where a measure is tried: the engine's dry run, and whose rights it is under. */
export interface Trial {
  workspace: Workspace;
  set: PolicySet;
  catalog: Catalog;
  asOf: IsoDate;
  explain: (approved: ApprovedSql) => Promise<{ ok: true } | { ok: false; message: string }>;
}

/**
 * Measures of a view whose expression the engine does not take, such as one that compares a text with a date. Nothing
 * is run. What can't be asked for alone, or not with these rights, is not judged.
 */
export async function unusableMeasures(
  view: ModelView,
  rooms: Pick<Rooms, "compile" | "gate">,
  trial: Trial,
): Promise<UnusableMeasure[]> {
  const found: UnusableMeasure[] = [];
  for (const measure of view.measures) {
    const alone = queryOn(view.name, { select: [{ kind: "measure", measure: measure.name }] });
    const complaint = await complaintOf(alone, rooms, trial);
    if (complaint !== null) found.push({ measure, complaint });
  }
  return found;
}

/** What is wrong and where, for whoever keeps the file. */
export function tellUnusable({ measure: { name, place }, complaint }: UnusableMeasure): string {
  const said = complaint.trim().split("\n", 1)[0] ?? "";
  return `The measure "${name}" can't be computed as ${place.file}:${place.line} defines it: ${said}`;
}

async function complaintOf(
  query: MetricQuery,
  rooms: Pick<Rooms, "compile" | "gate">,
  { workspace, set, catalog, asOf, explain }: Trial,
): Promise<string | null> {
  const compiled = rooms.compile(query, workspace, { asOf });
  if (compiled.kind !== "compiled") return null;
  const verdict = rooms.gate(compiled.sql, compiled.parameters, set, catalog);
  if (verdict.verdict === "deny") return null;
  const dry = await explain(verdict.approved);
  return dry.ok ? null : dry.message;
}
