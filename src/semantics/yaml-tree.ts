import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
} from "yaml";
import type { ConfigProblem } from "../contracts/errors.js";

/** YAML as read: scalars keep their spelling, so `NO`, `1.10` and `2018-01-01` stay text, and every value knows its line. */
export type YamlValue =
  | { kind: "map"; line: number; entries: YamlEntry[] }
  | { kind: "list"; line: number; items: YamlValue[] }
  | { kind: "scalar"; line: number; text: string | null; quoted: boolean };

export interface YamlEntry {
  key: string;
  line: number;
  value: YamlValue;
}

/** Parses one YAML file. Syntax errors and duplicate keys go to `problems`; null where nothing can be read. */
export function parseYamlTree(text: string, file: string, problems: ConfigProblem[]): YamlValue | null {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  for (const error of document.errors) {
    problems.push({
      file,
      line: lines.linePos(error.pos[0]).line,
      message: `The YAML cannot be read: ${error.message.split("\n")[0]}.`,
      remedy: "Correct the syntax of this line.",
    });
  }
  if (document.errors.length > 0) return null;
  const root = document.contents;
  if (root === null) return { kind: "map", line: 1, entries: [] };
  return new TreeBuilder(document, lines).value(root as ParsedNode, 1);
}

class TreeBuilder {
  private readonly document: Document;
  private readonly lines: LineCounter;

  constructor(document: Document.Parsed, lines: LineCounter) {
    this.document = document as unknown as Document;
    this.lines = lines;
  }

  value(node: ParsedNode | null, fallbackLine: number): YamlValue {
    if (node === null) return { kind: "scalar", line: fallbackLine, text: null, quoted: false };
    if (isAlias(node)) {
      const target = node.resolve(this.document) as ParsedNode | undefined;
      return this.value(target ?? null, this.lineOf(node, fallbackLine));
    }
    const line = this.lineOf(node, fallbackLine);
    if (isMap(node)) return { kind: "map", line, entries: this.entries(node.items, line) };
    if (isSeq(node)) {
      return { kind: "list", line, items: node.items.map((item) => this.value(item as ParsedNode, line)) };
    }
    return this.scalar(node, line);
  }

  private entries(items: readonly { key: unknown; value: unknown }[], mapLine: number): YamlEntry[] {
    const own: YamlEntry[] = [];
    const merged: YamlEntry[] = [];
    for (const { key, value } of items) {
      const keyNode = key as ParsedNode | null;
      const line = keyNode === null ? mapLine : this.lineOf(keyNode, mapLine);
      const name = this.value(keyNode, line);
      const entry = {
        key: name.kind === "scalar" ? (name.text ?? "") : "",
        line,
        value: this.value(value as ParsedNode | null, line),
      };
      if (entry.key === "<<") merged.push(...mapsOf(entry.value));
      else own.push(entry);
    }
    const taken = new Set(own.map((entry) => entry.key));
    return [...own, ...merged.filter((entry) => !taken.has(entry.key))];
  }

  private scalar(node: ParsedNode, line: number): YamlValue {
    if (!isScalar(node)) return { kind: "scalar", line, text: null, quoted: false };
    if (node.type !== "PLAIN") return { kind: "scalar", line, text: String(node.value), quoted: true };
    const spelling = node.source ?? "";
    const empty = spelling === "" || spelling === "~" || spelling.toLowerCase() === "null";
    return { kind: "scalar", line, text: empty ? null : spelling, quoted: false };
  }

  private lineOf(node: ParsedNode, fallback: number): number {
    return node.range ? this.lines.linePos(node.range[0]).line : fallback;
  }
}

function mapsOf(value: YamlValue): YamlEntry[] {
  if (value.kind === "map") return value.entries;
  return value.kind === "list" ? value.items.flatMap(mapsOf) : [];
}
