import type { ConfigProblem } from "../contracts/errors.js";
import type { NumberFormat } from "../contracts/semantic-model.js";
import { MapReader } from "./map-reader.js";
import type { YamlValue } from "./yaml-tree.js";

const TYPES = ["number", "currency", "percentage", "byte", "date", "date_time"] as const;
const KEYS = [
  "type",
  "currency_code",
  "decimal_places",
  "hide_group_separator",
  "abbreviation",
  "date_format",
  "time_format",
  "leading_zeros",
];

/** Reads `format` of a field or measure; null where there is none or its type is missing. */
export function readNumberFormat(
  value: YamlValue | null,
  file: string,
  problems: ConfigProblem[],
): NumberFormat | null {
  if (value === null) return null;
  const map = new MapReader(value, "`format`", KEYS, file, problems);
  map.requiredText("type");
  const type = map.choice("type", TYPES);
  const places = new MapReader(
    map.value("decimal_places"),
    "`decimal_places`",
    ["type", "places"],
    file,
    problems,
  );
  const exact = places.choice("type", ["exact", "max", "all"] as const) === "exact";
  const count = places.integer("places", 0, 10);
  map.choice("abbreviation", ["none", "compact", "scientific"] as const);
  map.boolean("hide_group_separator");
  map.boolean("leading_zeros");
  if (type === null) return null;
  return { type, currencyCode: map.text("currency_code"), decimalPlaces: exact ? count : null };
}
