import type { ConfigProblem } from "../contracts/errors.js";
import type { Limits, Policy, Role } from "../contracts/policy.js";
import { didYouMean } from "./closest-name.js";
import { MapReader } from "./map-reader.js";
import { parseDuration, parseSize } from "./quantity.js";
import { normalizeRelation } from "./relation-name.js";
import type { YamlEntry, YamlValue } from "./yaml-tree.js";

export const POLICY_FILE = "policy.yaml";
const POLICY_KEYS = ["tables", "denied_columns", "unknown_users", "roles", "limits"];
const LIMIT_KEYS = [
  "max_rows",
  "statement_timeout",
  "max_scan_bytes",
  "tokens_per_question",
  "usd_per_user_per_day",
];

export const OPEN_POLICY: Policy = {
  tables: [],
  deniedColumns: [],
  unknownUsers: "everyone",
  roles: [{ name: "everyone", members: [], views: ["*"], rows: {} }],
  limits: {
    maxRows: 1000,
    statementTimeoutMs: 60_000,
    maxScanBytes: null,
    tokensPerQuestion: null,
    usdPerUserPerDay: null,
  },
};

/** What names in a policy may refer to. `relations` null = not known before the warehouse is reached. */
export interface PolicyNames {
  catalog: string;
  views: readonly string[];
  relations: readonly string[] | null;
}

/** Reads policy.yaml. A name that means nothing is a problem: a rule on a misspelt table would protect nothing. */
export function readPolicyFile(
  value: YamlValue | null,
  names: PolicyNames,
  problems: ConfigProblem[],
): Policy {
  const map = new MapReader(value, "the policy", POLICY_KEYS, POLICY_FILE, problems);
  const roles = new MapReader(map.value("roles"), "`roles`", null, POLICY_FILE, problems);
  const tablesLine = map.place("tables").line;
  const tables = map.texts("tables").flatMap((table) => relation(table, tablesLine, names, map) ?? []);
  return {
    tables,
    deniedColumns: map.texts("denied_columns").map((column) => column.toLowerCase()),
    unknownUsers: map.choice("unknown_users", ["everyone", "nobody"] as const) ?? "everyone",
    roles: map.has("roles")
      ? roles.entries().map((entry) => readRole(entry, names, problems))
      : OPEN_POLICY.roles,
    limits: readLimits(map.value("limits"), problems),
  };
}

function readRole(entry: YamlEntry, names: PolicyNames, problems: ConfigProblem[]): Role {
  const what = `role \`${entry.key}\``;
  const map = new MapReader(entry.value, what, ["members", "views", "rows"], POLICY_FILE, problems);
  const views = map.texts("views");
  for (const view of views) {
    if (view === "*" || names.views.includes(view)) continue;
    map.problem(map.place("views").line, `There is no view \`${view}\`.`, didYouMean(view, names.views));
  }
  const rules = new MapReader(map.value("rows"), `rows of ${what}`, null, POLICY_FILE, problems);
  const rows = rules.entries().flatMap((rule) => {
    const name = relation(rule.key, rule.line, names, rules);
    const condition = rules.requiredText(rule.key).trim();
    return name === null || condition === "" ? [] : [[name, condition] as const];
  });
  return { name: entry.key, members: map.texts("members"), views, rows: Object.fromEntries(rows) };
}

function relation(text: string, line: number, names: PolicyNames, map: MapReader): string | null {
  const name = normalizeRelation(text, names.catalog);
  if (name === null) {
    map.problem(line, `\`${text}\` is not the name of a table.`, "Write <schema>.<table>.");
  } else if (names.relations !== null && !names.relations.includes(name)) {
    map.problem(line, `There is no table \`${name}\`.`, didYouMean(name, names.relations));
  }
  return name;
}

function readLimits(value: YamlValue | null, problems: ConfigProblem[]): Limits {
  const map = new MapReader(value, "`limits`", LIMIT_KEYS, POLICY_FILE, problems);
  const limits = OPEN_POLICY.limits;
  return {
    maxRows: map.integer("max_rows", 1, 1_000_000) ?? limits.maxRows,
    statementTimeoutMs:
      quantity(map, "statement_timeout", parseDuration, "a time such as 60s") ?? limits.statementTimeoutMs,
    maxScanBytes: quantity(map, "max_scan_bytes", parseSize, "a size such as 50GB"),
    tokensPerQuestion: map.integer("tokens_per_question", 0, 1e9),
    usdPerUserPerDay: quantity(map, "usd_per_user_per_day", decimal, "an amount such as 1.00"),
  };
}

function quantity(
  map: MapReader,
  key: string,
  parse: (text: string) => number | null,
  example: string,
): number | null {
  const text = map.text(key);
  const parsed = text === null ? null : parse(text);
  if (text !== null && parsed === null) {
    map.problem(map.place(key).line, `\`${key}\` is \`${text}\`.`, `Write ${example}.`);
  }
  return parsed;
}

function decimal(text: string): number | null {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}
