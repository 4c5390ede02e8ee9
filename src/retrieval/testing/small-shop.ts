import type { ViewProfile } from "../../contracts/metadata.js";
import type { PolicySet } from "../../contracts/policy.js";
import type { Passage } from "../../contracts/retrieval.js";
import {
  type ModelField,
  type ModelMeasure,
  type ModelView,
  plainMeasure,
} from "../../contracts/semantic-model.js";

/** Rights over everything of a test's views. */
export function allRights(relations: readonly string[], overrides: Partial<PolicySet> = {}): PolicySet {
  return {
    key: "all",
    user: "ana",
    views: ["*"],
    relations: [...relations],
    deniedColumns: [],
    rowRules: {},
    limits: {
      maxRows: 1000,
      statementTimeoutMs: 60_000,
      maxScanBytes: null,
      tokensPerQuestion: null,
      usdPerUserPerDay: null,
    },
    ...overrides,
  };
}

const place = { file: "view.yaml", line: 1 };

/** A view over the relation `main.gold.<name>` with plain fields and sums. */
export function plainView(
  name: string,
  fields: readonly string[],
  measures: readonly string[],
  comment: string | null = null,
): ModelView {
  return {
    name,
    comment,
    source: `main.gold.${name}`,
    filter: null,
    joins: [],
    fields: fields.map(plainField),
    measures: measures.map(sumOf),
    timeField: null,
    owner: null,
    endorsed: false,
    freshnessHours: null,
    relations: [`main.gold.${name}`],
    place,
  };
}

function plainField(name: string): ModelField {
  return {
    name,
    expr: name,
    comment: null,
    displayName: null,
    synonyms: [],
    format: null,
    type: "string",
    timestamp: false,
    valueAliases: {},
    column: null,
    place,
  };
}

function sumOf(name: string): ModelMeasure {
  return { ...plainMeasure(name, `SUM(${name})`, place), emptyIsZero: true };
}

/** A profile with these loaded days and values by field. */
export function profileOf(
  view: string,
  days: [first: string, last: string] | null,
  values: Record<string, string[]> = {},
  rows = 10,
): ViewProfile {
  return {
    view,
    rows,
    firstDay: days?.[0] ?? null,
    lastDay: days?.[1] ?? null,
    fields: Object.entries(values).map(([field, list]) => ({
      view,
      field,
      distinctCount: list.length,
      nulls: 0,
      min: null,
      max: null,
      values: list,
    })),
  };
}

export function passage(id: string, overrides: Partial<Passage> = {}): Passage {
  return { id, kind: "glossary", title: id, text: "", relations: [], file: null, ...overrides };
}
