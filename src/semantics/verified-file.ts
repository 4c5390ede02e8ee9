import type { ConfigProblem } from "../contracts/errors.js";
import type { VerifiedQuery } from "../contracts/semantic-model.js";
import { MapReader } from "./map-reader.js";
import type { YamlValue } from "./yaml-tree.js";

export const VERIFIED_FILE = "verified.yaml";
const KEYS = ["name", "question", "verified_at", "verified_by", "sql", "use_as_onboarding_question"];

/** Reads verified.yaml (the shape of Cortex' verified queries). */
export function readVerifiedFile(value: YamlValue | null, problems: ConfigProblem[]): VerifiedQuery[] {
  const file = new MapReader(value, "verified questions", ["verified_queries"], VERIFIED_FILE, problems);
  const seen = new Set<string>();
  return file.list("verified_queries").map((item) => {
    const map = new MapReader(item, "a verified question", KEYS, VERIFIED_FILE, problems);
    const name = map.requiredText("name");
    if (name !== "" && seen.has(name.toLowerCase())) {
      map.problem(map.place("name").line, `The name \`${name}\` stands here twice.`, "Give each its own.");
    }
    seen.add(name.toLowerCase());
    return {
      name,
      question: map.requiredText("question"),
      sql: map.requiredText("sql").trim(),
      verifiedAt: verifiedAt(map),
      verifiedBy: map.text("verified_by"),
      onboarding: map.boolean("use_as_onboarding_question") ?? false,
      place: { file: VERIFIED_FILE, line: map.line },
    };
  });
}

/** Cortex writes a Unix time here; people write a date. */
function verifiedAt(map: MapReader): string | null {
  const text = map.text("verified_at");
  if (text === null) return null;
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  if (/^\d{9,11}$/.test(text)) return new Date(Number(text) * 1000).toISOString().slice(0, 10);
  map.problem(map.place("verified_at").line, `\`verified_at\` is \`${text}\`.`, "Write a date, YYYY-MM-DD.");
  return null;
}
