import { createHash } from "node:crypto";
import type { Document } from "yaml";
import { isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import { ConfigError } from "../contracts/errors.js";
import { type Suite, suiteSchema } from "../contracts/suite.js";
import { GATE_NAMES } from "./gates.js";

/** A suite from its YAML text. Throws ConfigError naming `file` and line of every problem: bad YAML, unknown keys, wrong types, ids used twice, a case that expects nothing, an unknown gate. */
export function readSuite(text: string, file: string): Suite {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const place = (path: PropertyKey[]) => lineOf(document, lines, path);
  const broken = document.errors.map((error) => ({
    file,
    line: lines.linePos(error.pos[0]).line,
    message: (error.message.split("\n")[0] ?? "").replace(/ at line .*$/, "."),
    remedy: "Correct the YAML.",
  }));
  if (broken.length > 0) throw new ConfigError(broken);
  const raw: unknown = document.toJS();
  const parsed = suiteSchema.safeParse(raw);
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues
        .flatMap((issue) => problemsOf(issue, raw))
        .map(({ path, message }) => ({
          file,
          line: place(path),
          message: `${path.map(String).join(".") || "suite"}: ${message}.`,
          remedy: "See section 4 of the contract for the keys of a suite.",
        })),
    );
  }
  const problems = senseProblems(parsed.data).map(({ path, message, remedy }) => ({
    file,
    line: place(path),
    message,
    remedy,
  }));
  if (problems.length > 0) throw new ConfigError(problems);
  return parsed.data;
}

/** SHA-256 over the cases of a suite, whatever its layout. */
export function suiteHash({ cases }: Suite): string {
  return createHash("sha256").update(JSON.stringify(cases)).digest("hex");
}

interface Issue {
  code?: string | undefined;
  path: PropertyKey[];
  message: string;
  errors?: Issue[][];
}

/** Problems inside a union are those of the branch that the case chose: `turns` or a single question. */
function problemsOf(issue: unknown, raw: unknown): { path: PropertyKey[]; message: string }[] {
  const { code, path, message, errors } = issue as Issue;
  if (code !== "invalid_union" || errors === undefined) return [{ path, message }];
  const value = path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    raw,
  );
  const dialogue = typeof value === "object" && value !== null && "turns" in value;
  const branch = errors[path[0] === "cases" && path.length === 2 && dialogue ? 1 : 0] ?? [];
  return branch.flatMap((inner) => problemsOf({ ...inner, path: [...path, ...inner.path] }, raw));
}

function senseProblems(suite: Suite): { path: PropertyKey[]; message: string; remedy: string }[] {
  const seen = new Set<string>();
  const gates = Object.keys(suite.gates ?? {})
    .filter((gate) => !(gate in GATE_NAMES))
    .map((gate) => ({
      path: ["gates", gate],
      message: `There is no gate "${gate}".`,
      remedy: `Use one of ${Object.keys(GATE_NAMES).join(", ")}.`,
    }));
  const cases = suite.cases.flatMap((one, index) => {
    const twice = seen.has(one.id);
    seen.add(one.id);
    const turns = "turns" in one ? one.turns : [one];
    const empty = turns.some(({ expect }) => Object.keys(expect).every((key) => key === "ordered"));
    return [
      ...(twice
        ? [
            {
              path: ["cases", index, "id"],
              message: `The id ${one.id} is used twice.`,
              remedy: "Give each case its own.",
            },
          ]
        : []),
      ...(empty
        ? [
            {
              path: ["cases", index],
              message: `Case ${one.id} expects nothing.`,
              remedy: "Name sql, rows, status or mentions.",
            },
          ]
        : []),
    ];
  });
  return [...gates, ...cases];
}

function lineOf(document: Document, lines: LineCounter, path: PropertyKey[]): number {
  for (let length = path.length; length >= 0; length--) {
    const at = path.slice(0, length);
    const parent = length === 0 ? null : document.getIn(at.slice(0, -1), true);
    // The key's own line, where the parent is a mapping: a wrong value may start a line further down.
    const key = isMap(parent)
      ? parent.items.find((item) => isScalar(item.key) && item.key.value === at.at(-1))?.key
      : undefined;
    const node = isNode(key) ? key : length === 0 ? document.contents : document.getIn(at, true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
