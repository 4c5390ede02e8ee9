import type { CalendarRules, IsoDate } from "../../contracts/dates.js";
import type { ViewProfile } from "../../contracts/metadata.js";
import type { Catalog, PolicySet } from "../../contracts/policy.js";
import {
  type ModelField,
  type ModelMeasure,
  type ModelView,
  plainMeasure,
  type ValueType,
  type Workspace,
} from "../../contracts/semantic-model.js";
import type { LexiconInput } from "../lexicon.js";

const PLACE = { file: "fixture.yaml", line: 1 };

export interface FieldSpec {
  type?: ValueType;
  synonyms?: string[];
  values?: string[];
  aliases?: Record<string, string[]>;
  expr?: string;
  /** A column of the view's own table, not of a joined one. */
  own?: boolean;
  /** The greatest value, of a date. */
  latest?: string;
}

export interface MeasureSpec {
  synonyms?: string[];
  expr?: string;
  good?: "up" | "down";
  ratio?: boolean;
  unit?: "currency" | "percentage";
}

export interface ViewSpec {
  time: string | null;
  endorsed?: boolean;
  first: IsoDate;
  last: IsoDate;
  fields: Record<string, FieldSpec>;
  measures: Record<string, MeasureSpec>;
}

export interface WorkspaceSpec {
  name: string;
  asOf: IsoDate;
  calendar?: CalendarRules;
  ignore?: string[];
  terms?: Record<string, string>;
  views: Record<string, ViewSpec>;
  denied?: string[];
  granted?: string[];
  hiddenTables?: Record<string, string[]>;
}

/** Everything that a lexicon is built from, without files or a database. */
export function lexiconInput(spec: WorkspaceSpec): LexiconInput {
  const views = Object.entries(spec.views).map(([name, view]) => viewOf(name, view));
  const granted = spec.granted ?? views.map(({ name }) => name);
  const relations = views.filter(({ name }) => granted.includes(name)).map(({ source }) => source);
  const limits = {
    maxRows: 1000,
    statementTimeoutMs: 60_000,
    maxScanBytes: null,
    tokensPerQuestion: null,
    usdPerUserPerDay: null,
  };
  const workspace: Workspace = {
    name: spec.name,
    description: null,
    root: "/",
    timezone: "UTC",
    asOf: spec.asOf,
    calendar: spec.calendar ?? { weekStarts: "monday", fiscalYearStarts: 1 },
    currency: "USD",
    engine: "duckdb",
    catalog: "main",
    tables: [],
    views,
    words: { ignore: spec.ignore ?? [], terms: spec.terms ?? {} },
    documents: [],
    verified: [],
    policy: { tables: [], deniedColumns: spec.denied ?? [], unknownUsers: "everyone", roles: [], limits },
    hash: "fixture",
    notices: [],
  };
  const set: PolicySet = {
    key: "all",
    user: "local",
    views: granted,
    relations,
    deniedColumns: spec.denied ?? [],
    rowRules: {},
    limits,
  };
  const catalog: Catalog = {
    tables: [
      ...views.map((view) => ({ name: view.source, columns: [], comment: null })),
      ...Object.entries(spec.hiddenTables ?? {}).map(([name, columns]) => ({
        name: `main.gold.${name}`,
        columns: columns.map((column) => ({ name: column, type: "string" })),
        comment: null,
      })),
    ],
  };
  const profiles = Object.entries(spec.views)
    .filter(([name]) => granted.includes(name))
    .map(([name, view]) => profileOf(name, view));
  return { workspace, set, catalog, profiles };
}

function viewOf(name: string, spec: ViewSpec): ModelView {
  return {
    name,
    comment: null,
    source: `main.gold.${name}`,
    filter: null,
    joins: [],
    fields: Object.entries(spec.fields).map(([field, item]) => fieldOf(field, item, name)),
    measures: Object.entries(spec.measures).map(([measure, item]) => measureOf(measure, item)),
    timeField: spec.time,
    owner: null,
    endorsed: spec.endorsed ?? false,
    freshnessHours: null,
    relations: [`main.gold.${name}`],
    place: PLACE,
  };
}

function fieldOf(name: string, spec: FieldSpec, view: string): ModelField {
  return {
    name,
    expr: spec.expr ?? name.toLowerCase().replace(/\W+/g, "_"),
    comment: null,
    displayName: null,
    synonyms: spec.synonyms ?? [],
    format: null,
    type: spec.type ?? "string",
    timestamp: false,
    valueAliases: spec.aliases ?? {},
    column: spec.own ? { relation: `main.gold.${view}`, column: name } : null,
    place: PLACE,
  };
}

function measureOf(name: string, spec: MeasureSpec): ModelMeasure {
  const expr = spec.expr ?? `SUM(${name.toLowerCase().replace(/\W+/g, "_")})`;
  return {
    ...plainMeasure(name, expr, PLACE),
    synonyms: spec.synonyms ?? [],
    format: spec.unit ? { type: spec.unit, currencyCode: "USD", decimalPlaces: null } : null,
    good: spec.good ?? null,
    emptyIsZero: true,
    ratio: spec.ratio ?? false,
  };
}

function profileOf(name: string, spec: ViewSpec): ViewProfile {
  return {
    view: name,
    rows: 1000,
    firstDay: spec.first,
    lastDay: spec.last,
    fields: Object.entries(spec.fields).map(([field, item]) => ({
      view: name,
      field,
      distinctCount: item.values?.length ?? 100,
      nulls: 0,
      min: null,
      max: item.latest ?? null,
      values: (item.type ?? "string") === "string" ? (item.values ?? []) : null,
    })),
  };
}
