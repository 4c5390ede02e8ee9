import type { CalendarRules, IsoDate } from "./dates.js";
import type { Policy } from "./policy.js";

/** A place in a configuration file, for errors. Lines count from 1. */
export interface SourcePlace {
  file: string;
  line: number;
}

export interface NumberFormat {
  type: "number" | "currency" | "percentage" | "byte" | "date" | "date_time";
  currencyCode: string | null;
  /** Fixed decimal places, or null for the default of the type. */
  decimalPlaces: number | null;
}

export type ValueType = "string" | "number" | "date" | "boolean";

export interface ModelField {
  name: string;
  /** Databricks SQL over `source.` columns and join aliases. */
  expr: string;
  comment: string | null;
  displayName: string | null;
  synonyms: string[];
  format: NumberFormat | null;
  /** Type of the expression; null until bound to a catalogue. A timestamp counts as date with `timestamp`. */
  type: ValueType | null;
  timestamp: boolean;
  /** Canonical value -> aliases, from the overlay. */
  valueAliases: Record<string, string[]>;
  /** Base relation and column where `expr` is nothing but a column. */
  column: { relation: string; column: string } | null;
  place: SourcePlace;
}

export interface MeasureWindow {
  order: string;
  range: string;
  semiadditive: "first" | "last" | null;
  offset: string | null;
}

export interface ModelMeasure {
  name: string;
  expr: string;
  comment: string | null;
  displayName: string | null;
  synonyms: string[];
  format: NumberFormat | null;
  window: MeasureWindow[];
  /** Fields over which values may be summed: "all", or the named ones. */
  additive: "all" | string[];
  /** Which direction is good news; null = neither. */
  good: "up" | "down" | null;
  /** count and sum are 0 where a trend's bucket has no rows; everything else is null there. */
  emptyIsZero: boolean;
  /** True where the result is a ratio of aggregates (shares, averages): never summed. */
  ratio: boolean;
  place: SourcePlace;
}

/** A measure of which no more is known than its expression. */
export function plainMeasure(name: string, expr: string, place: SourcePlace): ModelMeasure {
  return {
    name,
    expr,
    comment: null,
    displayName: null,
    synonyms: [],
    format: null,
    window: [],
    additive: "all",
    good: null,
    emptyIsZero: false,
    ratio: false,
    place,
  };
}

export interface ModelJoin {
  name: string;
  source: string;
  on: string | null;
  using: string[];
  cardinality: "many_to_one" | "one_to_one" | "one_to_many";
  joins: ModelJoin[];
  /** Absent where the model was not read from a file. */
  place?: SourcePlace;
}

export interface ModelView {
  name: string;
  comment: string | null;
  /** Three-part relation name, or a SELECT. */
  source: string;
  filter: string | null;
  joins: ModelJoin[];
  fields: ModelField[];
  measures: ModelMeasure[];
  /** Name of the field that periods apply to; null = the view has no time. */
  timeField: string | null;
  owner: string | null;
  endorsed: boolean;
  /** Allowed age of the newest row, in hours; null = not watched. */
  freshnessHours: number | null;
  /** Relations (three-part, lower case) that the view reads. */
  relations: string[];
  place: SourcePlace;
  /** Where `filter` stands, if it was read from a file. */
  filterPlace?: SourcePlace;
}

/** A table declared by `workspace.yaml`. Paths are absolute. */
export interface TableSource {
  /** Three-part name, lower case: main.gold.daily_sales. */
  name: string;
  kind: "csv" | "parquet" | "delta" | "sql" | "schema_only";
  path: string | null;
  /** Column -> Databricks type, for `columns:`. */
  columns: Record<string, string> | null;
}

export interface KnowledgeDocument {
  title: string;
  kind: "kpi" | "glossary" | "summary";
  tables: string[];
  body: string;
  file: string;
}

export interface VerifiedQuery {
  name: string;
  question: string;
  sql: string;
  verifiedAt: IsoDate | null;
  verifiedBy: string | null;
  onboarding: boolean;
  place: SourcePlace;
}

/** Everything that a workspace folder says, checked. Plain data: it can be hashed, cached and sent. */
export interface Workspace {
  name: string;
  description: string | null;
  root: string;
  timezone: string;
  asOf: IsoDate | "today" | "latest";
  calendar: CalendarRules;
  currency: string | null;
  engine: "duckdb" | "databricks";
  catalog: string;
  tables: TableSource[];
  views: ModelView[];
  words: { ignore: string[]; terms: Record<string, string> };
  documents: KnowledgeDocument[];
  verified: VerifiedQuery[];
  policy: Policy;
  /** Hash of every file that changes meaning. */
  hash: string;
  /** Information and warning lines of loading, one sentence each. */
  notices: string[];
}
