import type { ConfigProblem } from "../contracts/errors.js";
import type {
  MeasureWindow,
  ModelField,
  ModelJoin,
  ModelMeasure,
  ModelView,
} from "../contracts/semantic-model.js";
import { MapReader } from "./map-reader.js";
import { readNumberFormat } from "./number-format-file.js";
import type { YamlValue } from "./yaml-tree.js";

const VIEW_KEYS = [
  "version",
  "comment",
  "source",
  "filter",
  "joins",
  "fields",
  "dimensions",
  "measures",
  "materialization",
];
const JOIN_KEYS = ["name", "source", "on", "using", "cardinality", "rely", "joins"];
const FIELD_KEYS = ["name", "expr", "comment", "display_name", "synonyms", "format"];
const MEASURE_KEYS = [...FIELD_KEYS, "window"];
const WINDOW_KEYS = ["order", "range", "semiadditive", "offset"];
const CARDINALITIES = ["many_to_one", "one_to_one", "one_to_many"] as const;

/** What reading needs besides the value: where it stands, and where to put problems and notices. */
export interface ReadContext {
  file: string;
  problems: ConfigProblem[];
  notices: string[];
}

/** Reads one metric view (YAML 1.1 of Unity Catalog) as written; names and expressions are checked later. */
export function readMetricView(name: string, value: YamlValue | null, context: ReadContext): ModelView {
  const { file, problems, notices } = context;
  const map = new MapReader(value, "a metric view", VIEW_KEYS, file, problems);
  const version = map.requiredText("version");
  if (version !== "" && version !== "1.1" && version !== "0.1") {
    map.problem(map.place("version").line, `Version \`${version}\` is not known.`, "Write `version: 1.1`.");
  }
  if (map.has("materialization")) notices.push(keptNotice(map, "materialization"));
  if (map.has("fields") && map.has("dimensions")) {
    map.problem(
      map.place("dimensions").line,
      "`fields` and `dimensions` are two names of one list.",
      "Keep one of them.",
    );
  }
  return {
    name,
    comment: map.text("comment"),
    source: map.requiredText("source").trim(),
    filter: map.text("filter"),
    joins: map.list("joins").map((join) => readJoin(join, context)),
    fields: map.list(map.has("fields") ? "fields" : "dimensions").map((item) => readField(item, context)),
    measures: map.list("measures").map((item) => readMeasure(item, context)),
    timeField: null,
    owner: null,
    endorsed: false,
    freshnessHours: null,
    relations: [],
    place: map.place("source"),
    ...(map.has("filter") ? { filterPlace: map.place("filter") } : {}),
  };
}

function readJoin(value: YamlValue, context: ReadContext): ModelJoin {
  const map = new MapReader(value, "a join", JOIN_KEYS, context.file, context.problems);
  if (map.has("rely")) context.notices.push(keptNotice(map, "rely"));
  const on = map.text("on");
  const using = map.texts("using");
  if ((on === null) === (using.length === 0)) {
    map.problem(map.line, "A join needs either `on` or `using`.", "Write the condition, as 'on': a = b.");
  }
  return {
    name: map.requiredText("name"),
    source: map.requiredText("source").trim(),
    on,
    using,
    cardinality: map.choice("cardinality", CARDINALITIES) ?? "many_to_one",
    joins: map.list("joins").map((join) => readJoin(join, context)),
    place: { file: context.file, line: map.line },
  };
}

function readField(value: YamlValue, context: ReadContext): ModelField {
  const map = new MapReader(value, "a field", FIELD_KEYS, context.file, context.problems);
  return { ...readNamed(map), type: null, timestamp: false, valueAliases: {}, column: null };
}

function readMeasure(value: YamlValue, context: ReadContext): ModelMeasure {
  const map = new MapReader(value, "a measure", MEASURE_KEYS, context.file, context.problems);
  return {
    ...readNamed(map),
    window: map.list("window").map((window) => readWindow(window, context)),
    additive: "all",
    good: null,
    emptyIsZero: false,
    ratio: false,
  };
}

function readNamed(map: MapReader) {
  return {
    name: map.requiredText("name").trim(),
    expr: map.requiredText("expr").trim(),
    comment: map.text("comment"),
    displayName: map.text("display_name"),
    synonyms: map.texts("synonyms"),
    format: readNumberFormat(map.value("format"), map.file, map.problems),
    place: { file: map.file, line: map.line },
  };
}

function readWindow(value: YamlValue, context: ReadContext): MeasureWindow {
  const map = new MapReader(value, "a window", WINDOW_KEYS, context.file, context.problems);
  return {
    order: map.requiredText("order"),
    range: map.requiredText("range"),
    semiadditive: map.choice("semiadditive", ["first", "last"] as const),
    offset: map.text("offset"),
  };
}

function keptNotice(map: MapReader, key: string): string {
  return `${map.file}:${map.place(key).line}: \`${key}\` is kept and changes no value.`;
}
