import type { ConfigProblem } from "../contracts/errors.js";
import type { ModelField, ModelMeasure, ModelView } from "../contracts/semantic-model.js";
import { didYouMean } from "./closest-name.js";
import { MapReader } from "./map-reader.js";
import { parseDuration } from "./quantity.js";
import type { YamlValue } from "./yaml-tree.js";

export const OVERLAY_FILE = "overlay.yaml";
const VIEW_KEYS = ["time_field", "owner", "endorsed", "freshness", "measures", "fields"];

/** A named filter of `words.terms`, with its line for later checks. */
export interface TermSource {
  name: string;
  sql: string;
  line: number;
}

export interface Overlay {
  views: ModelView[];
  ignore: string[];
  terms: TermSource[];
}

/** Reads overlay.yaml and lays it over the views: time field, owner, additivity, direction, aliases of values, words. */
export function applyOverlay(
  views: readonly ModelView[],
  value: YamlValue | null,
  problems: ConfigProblem[],
): Overlay {
  const map = reader(value, "the overlay", ["views", "words"], problems);
  const words = reader(map.value("words"), "`words`", ["ignore", "terms"], problems);
  const terms = reader(words.value("terms"), "`terms`", null, problems);
  const byView = reader(map.value("views"), "`views`", null, problems);
  for (const { key, line } of byView.entries()) {
    if (!views.some((view) => view.name === key)) unknown(byView, line, "view", key, views);
  }
  return {
    views: views.map((view) => overlayView(view, byView.value(view.name), problems)),
    ignore: words.texts("ignore"),
    terms: terms.entries().map(({ key, line }) => ({ name: key, sql: terms.requiredText(key), line })),
  };
}

function overlayView(view: ModelView, value: YamlValue | null, problems: ConfigProblem[]): ModelView {
  const map = reader(value, `view \`${view.name}\``, VIEW_KEYS, problems);
  const measures = reader(map.value("measures"), "`measures`", null, problems);
  const fields = reader(map.value("fields"), "`fields`", null, problems);
  for (const { key, line } of measures.entries()) {
    if (!named(view.measures, key)) unknown(measures, line, "measure", key, view.measures);
  }
  for (const { key, line } of fields.entries()) {
    if (!named(view.fields, key)) unknown(fields, line, "field", key, view.fields);
  }
  return {
    ...view,
    timeField: timeFieldOf(map, view),
    owner: map.text("owner"),
    endorsed: map.boolean("endorsed") ?? false,
    freshnessHours: freshnessOf(map, problems),
    measures: view.measures.map((measure) =>
      overlayMeasure(measure, view, entry(measures, measure.name), problems),
    ),
    fields: view.fields.map((field) => overlayField(field, entry(fields, field.name), problems)),
  };
}

function timeFieldOf(map: MapReader, view: ModelView): string | null {
  const name = map.text("time_field");
  if (name === null) return null;
  const field = named(view.fields, name);
  if (!field) unknown(map, map.place("time_field").line, "field", name, view.fields);
  return field?.name ?? null;
}

function freshnessOf(map: MapReader, problems: ConfigProblem[]): number | null {
  if (!map.has("freshness")) return null;
  const freshness = reader(map.value("freshness"), "`freshness`", ["within"], problems);
  const text = freshness.requiredText("within");
  const ms = parseDuration(text);
  if (ms === null && text !== "") {
    freshness.problem(
      freshness.place("within").line,
      `\`within\` is \`${text}\`.`,
      "Write a time such as 36h.",
    );
  }
  return ms === null ? null : ms / 3_600_000;
}

function overlayMeasure(
  measure: ModelMeasure,
  view: ModelView,
  value: YamlValue | null,
  problems: ConfigProblem[],
): ModelMeasure {
  const map = reader(value, `measure \`${measure.name}\``, ["additive", "good"], problems);
  const line = map.place("additive").line;
  const additive = map.texts("additive").flatMap((name) => {
    const field = named(view.fields, name);
    if (!field) unknown(map, line, "field", name, view.fields);
    return field ? [field.name] : [];
  });
  return {
    ...measure,
    additive: map.has("additive") ? additive : measure.additive,
    good: map.choice("good", ["up", "down"] as const),
  };
}

function overlayField(field: ModelField, value: YamlValue | null, problems: ConfigProblem[]): ModelField {
  const map = reader(value, `field \`${field.name}\``, ["values"], problems);
  const values = reader(map.value("values"), `values of \`${field.name}\``, null, problems);
  const valueAliases = Object.fromEntries(values.entries().map(({ key }) => [key, values.texts(key)]));
  return { ...field, valueAliases };
}

function reader(
  value: YamlValue | null,
  what: string,
  keys: readonly string[] | null,
  problems: ConfigProblem[],
): MapReader {
  return new MapReader(value, what, keys, OVERLAY_FILE, problems);
}

function entry(map: MapReader, name: string): YamlValue | null {
  const found = map.entries().find(({ key }) => key.toLowerCase() === name.toLowerCase());
  return found?.value ?? null;
}

function named<T extends { name: string }>(things: readonly T[], name: string): T | undefined {
  return things.find((thing) => thing.name.toLowerCase() === name.toLowerCase());
}

function unknown(
  map: MapReader,
  line: number,
  kind: string,
  name: string,
  among: readonly { name: string }[],
) {
  map.problem(
    line,
    `There is no ${kind} \`${name}\`.`,
    didYouMean(
      name,
      among.map((thing) => thing.name),
    ),
  );
}
