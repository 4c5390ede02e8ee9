import type { ConfigProblem } from "../contracts/errors.js";
import type { SourcePlace } from "../contracts/semantic-model.js";
import { didYouMean } from "./closest-name.js";
import type { YamlEntry, YamlValue } from "./yaml-tree.js";

/**
 * Reads one YAML map with a closed set of keys. Whatever does not fit becomes a problem with its line,
 * and reading goes on with null, so that all problems of a file are told at once.
 */
export class MapReader {
  readonly file: string;
  readonly line: number;
  readonly problems: ConfigProblem[];
  private readonly what: string;
  private readonly byKey = new Map<string, YamlEntry>();

  /** `keys` null = any key (maps from names to things). */
  constructor(
    value: YamlValue | null,
    what: string,
    keys: readonly string[] | null,
    file: string,
    problems: ConfigProblem[],
  ) {
    this.file = file;
    this.what = what;
    this.problems = problems;
    this.line = value?.line ?? 1;
    if (value === null || (value.kind === "scalar" && value.text === null)) return;
    if (value.kind !== "map") {
      this.problem(value.line, `${what} must be a map of keys and values.`, "Write `key: value` lines.");
      return;
    }
    for (const entry of value.entries) {
      if (keys !== null && !keys.includes(entry.key)) {
        this.problem(entry.line, `\`${entry.key}\` is not a key of ${what}.`, didYouMean(entry.key, keys));
      } else this.byKey.set(entry.key, entry);
    }
  }

  entries(): YamlEntry[] {
    return [...this.byKey.values()];
  }

  has(key: string): boolean {
    return this.byKey.has(key);
  }

  value(key: string): YamlValue | null {
    return this.byKey.get(key)?.value ?? null;
  }

  place(key: string): SourcePlace {
    return { file: this.file, line: this.byKey.get(key)?.line ?? this.line };
  }

  text(key: string): string | null {
    const value = this.value(key);
    if (value === null) return null;
    if (value.kind === "scalar") return value.text;
    this.problem(value.line, `\`${key}\` of ${this.what} must be a text.`, "Write one value.");
    return null;
  }

  requiredText(key: string): string {
    const text = this.text(key);
    if (text !== null && text.trim() !== "") return text;
    if (this.value(key)?.kind !== "map" && this.value(key)?.kind !== "list") {
      this.problem(this.place(key).line, `${this.what} has no \`${key}\`.`, `Add \`${key}:\`.`);
    }
    return "";
  }

  texts(key: string): string[] {
    const value = this.value(key);
    if (value === null || (value.kind === "scalar" && value.text === null)) return [];
    const items = value.kind === "list" ? value.items : [value];
    return items.flatMap((item) => {
      if (item.kind === "scalar" && item.text !== null) return [item.text];
      this.problem(item.line, `\`${key}\` of ${this.what} must be a list of texts.`, "Write `[a, b]`.");
      return [];
    });
  }

  list(key: string): YamlValue[] {
    const value = this.value(key);
    if (value === null || (value.kind === "scalar" && value.text === null)) return [];
    if (value.kind === "list") return value.items;
    this.problem(value.line, `\`${key}\` of ${this.what} must be a list.`, "Write `- …` lines.");
    return [];
  }

  /** YAML 1.1 spellings count: true, yes, on, false, no, off. */
  boolean(key: string): boolean | null {
    const text = this.text(key)?.toLowerCase();
    if (text === undefined) return null;
    if (["true", "yes", "on"].includes(text)) return true;
    if (["false", "no", "off"].includes(text)) return false;
    this.problem(this.place(key).line, `\`${key}\` of ${this.what} is \`${text}\`.`, "Write true or false.");
    return null;
  }

  integer(key: string, min: number, max: number): number | null {
    const text = this.text(key);
    if (text === null) return null;
    const number = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (number >= min && number <= max) return number;
    this.problem(
      this.place(key).line,
      `\`${key}\` of ${this.what} is \`${text}\`.`,
      `Write a whole number from ${min} to ${max}.`,
    );
    return null;
  }

  choice<T extends string>(key: string, options: readonly T[]): T | null {
    const text = this.text(key);
    if (text === null) return null;
    const found = options.find((option) => option === text.toLowerCase());
    if (found !== undefined) return found;
    this.problem(
      this.place(key).line,
      `\`${key}\` of ${this.what} is \`${text}\`.`,
      didYouMean(text, [...options]),
    );
    return null;
  }

  problem(line: number, message: string, remedy: string): void {
    this.problems.push({ file: this.file, line, message, remedy });
  }
}
