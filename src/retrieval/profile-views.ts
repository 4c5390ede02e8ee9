import type { IsoDate } from "../contracts/dates.js";
import { AppError } from "../contracts/errors.js";
import type { FieldProfile, ViewProfile } from "../contracts/metadata.js";
import type { FieldValue, MetricQuery } from "../contracts/metric-query.js";
import type { Parameters, PolicySet } from "../contracts/policy.js";
import type { Cell, ResultSet } from "../contracts/result.js";
import type { ModelField, ModelView, Workspace } from "../contracts/semantic-model.js";
import { factsQuery, fieldColumns, profilingView, valuesQuery } from "./profile-queries.js";

const MOST_VALUES = 100_000;

export interface ProfileRequest {
  /** Bound to its catalogue: every field has its type. */
  workspace: Workspace;
  set: PolicySet;
  asOf: IsoDate;
  /**
   * Databricks SQL for a query over `profiling`: the same workspace with measures that describe its fields.
   * It sees nothing dated `asOf` or later.
   */
  compile(query: MetricQuery, profiling: Workspace): CompiledText;
  /**
   * Runs SQL through the gate under the set's row rules, at most `rowCap` rows (more than the set's own limit, for
   * these are not shown). Throws AppError with the fault "policy" where the gate denies it.
   */
  run(sql: string, parameters: Parameters, rowCap: number): Promise<ResultSet>;
  signal: AbortSignal;
}

export type CompiledText =
  | { kind: "compiled"; sql: string; parameters: Parameters }
  | { kind: "problem"; code: string; message: string };

/**
 * What a user's reader may know of the views that the user may ask: loaded days, and per field its range or its values,
 * all under the user's row rules and before `asOf`. Fields that the user may not read are absent.
 */
export async function profileViews(request: ProfileRequest): Promise<ViewProfile[]> {
  const { workspace, set } = request;
  const granted = new Set(set.views);
  const views = workspace.views
    .filter((view) => granted.has("*") || granted.has(view.name))
    .map(profilingView);
  const profiling = { ...request, workspace: { ...workspace, views } };
  return Promise.all(views.map((view) => profileView(view, profiling)));
}

async function profileView(view: ModelView, request: ProfileRequest): Promise<ViewProfile> {
  const facts = await factsOf(view, request);
  const fields = await Promise.all(facts.fields.map((known) => withValues(view, known, request)));
  const time = fields.find((field) => field.field === view.timeField);
  return { view: view.name, rows: facts.rows, firstDay: day(time?.min), lastDay: day(time?.max), fields };
}

interface KnownField {
  field: ModelField;
  profile: FieldProfile;
}

/** All fields in one statement; where one of them can't be read, each by itself and that one left out. */
async function factsOf(
  view: ModelView,
  request: ProfileRequest,
): Promise<{ rows: number; fields: KnownField[] }> {
  const together = await runFacts(view, view.fields, request);
  if (together) return together;
  const alone = await Promise.all(view.fields.map((field) => runFacts(view, [field], request)));
  const counted = await runFacts(view, [], request);
  if (!counted) {
    throw new AppError(
      "profile_failed",
      "policy",
      `The rows of the view ${view.name} can't be counted.`,
      "Check that policy.yaml lets its users read its tables.",
    );
  }
  return { rows: counted.rows, fields: alone.flatMap((facts) => facts?.fields ?? []) };
}

async function runFacts(
  view: ModelView,
  fields: readonly ModelField[],
  request: ProfileRequest,
): Promise<{ rows: number; fields: KnownField[] } | null> {
  const result = await answer(factsQuery(view, fields), request, 1);
  const row = result?.rows[0];
  if (!row) return null;
  const rows = Number(row[0] ?? 0);
  return {
    rows,
    fields: fields.map((field, index) => ({ field, profile: fieldProfile(view, field, index, row) })),
  };
}

function fieldProfile(view: ModelView, field: ModelField, index: number, row: readonly Cell[]): FieldProfile {
  const { filled, distinct, min, max } = fieldColumns(index);
  const ordered = field.type === "number" || field.type === "date";
  return {
    view: view.name,
    field: field.name,
    distinctCount: Number(row[distinct] ?? 0),
    nulls: Number(row[0] ?? 0) - Number(row[filled] ?? 0),
    min: ordered ? (row[min] ?? null) : null,
    max: ordered ? (row[max] ?? null) : null,
    values: null,
  };
}

async function withValues(
  view: ModelView,
  { field, profile }: KnownField,
  request: ProfileRequest,
): Promise<FieldProfile> {
  if (field.type !== "string" || profile.distinctCount > MOST_VALUES) return profile;
  const result = await answer(valuesQuery(view, field), request, MOST_VALUES + 1);
  if (!result || result.truncated) return profile;
  return { ...profile, values: result.rows.flatMap(([value]) => (value === null ? [] : [String(value)])) };
}

/** Null where the query can't be compiled or is denied. */
async function answer(
  query: MetricQuery,
  request: ProfileRequest,
  rowCap: number,
): Promise<ResultSet | null> {
  request.signal.throwIfAborted();
  const compiled = request.compile(query, request.workspace);
  if (compiled.kind === "problem") return null;
  try {
    return await request.run(compiled.sql, compiled.parameters, rowCap);
  } catch (error) {
    if (error instanceof AppError && error.fault === "policy") return null;
    throw error;
  }
}

function day(value: FieldValue | undefined): IsoDate | null {
  return typeof value === "string" && value !== "" ? value.slice(0, 10) : null;
}
