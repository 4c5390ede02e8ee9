import type { Answerer } from "../../contracts/conversation.js";
import type { ViewProfile } from "../../contracts/metadata.js";
import type { MetricQuery } from "../../contracts/metric-query.js";
import type { ApprovedSql, PolicySet } from "../../contracts/policy.js";
import type { ReadResult } from "../../contracts/reading.js";
import type { Cell } from "../../contracts/result.js";
import type { ModelView, Workspace } from "../../contracts/semantic-model.js";
import { createAnswerer } from "../answerer.js";
import type { Edges } from "../edges.js";
import type { AgentPorts } from "../ports.js";
import type { Rooms } from "../rooms.js";
import { NO_LIMITS, PLAIN_CONFIDENCE } from "./stand-ins.js";

export interface Script {
  /** What the reader makes of a text. */
  reads: Record<string, ReadResult>;
  /** Rows by the name of the first measure asked. */
  rows: Record<string, Cell[][]>;
  /** Measures that the gate denies, and those that don't compile. */
  denied?: string[];
  broken?: string[];
  ports?: Partial<AgentPorts>;
  edges?: Edges;
}

/** The real agents over scripted rooms: what runs between the rooms is what is tested. */
export function scriptedAgents(script: Script): { answerer: Answerer; ran: string[] } {
  const ran: string[] = [];
  const rooms: Rooms = {
    read: (text) =>
      script.reads[text] ?? {
        kind: "refusal",
        code: "no_such_data",
        message: `Unknown: ${text}`,
        ledger: [],
      },
    phrase: () => "",
    compile: (query) => {
      const measure = measureOf(query);
      if (script.broken?.includes(measure))
        return { kind: "problem", code: "fan_out", message: `${measure} fans out.` };
      const column = { name: measure, type: "number", role: "measure", unit: null, decimals: null } as const;
      return {
        kind: "compiled",
        sql: `SELECT ${measure}`,
        parameters: {},
        relations: ["c.s.t"],
        reconcile: null,
        columns: [{ ...column, of: { kind: "select", index: 0 } }],
      };
    },
    gate: (sql, parameters, set) => {
      if (script.denied?.some((measure) => sql.endsWith(measure)))
        return { verdict: "deny", code: "relation_not_allowed", message: "Not yours.", position: null };
      const approved = { sql, parameters, relations: ["c.s.t"], rowCap: 1000, policyKey: set.key };
      return { verdict: "allow", approved: approved as unknown as ApprovedSql };
    },
  };
  const ports: AgentPorts = {
    workspace: WORKSPACE,
    catalog: { tables: [] },
    warehouse: {
      engine: "duckdb",
      catalog: async () => ({ tables: [] }),
      explain: async () => ({ ok: true }),
      run: async ({ sql }) => {
        ran.push(sql);
        const measure = sql.split(" ").at(-1) ?? "";
        const rows = script.rows[measure] ?? [];
        return {
          columns: [{ name: measure, type: "number" }],
          rows,
          truncated: false,
          executedSql: sql,
          databaseMs: 1,
        };
      },
      versions: async () => ({ "c.s.t": "1" }),
      close: async () => {},
    },
    metadata: { load: async () => ({ builtAt: "", tables: [] }) },
    policySet: (user) => ({ ...SET, user }),
    lexicon: async () => ({}) as never,
    profiles: async () => [PROFILE],
    resolveAsOf: async (override) => override ?? "2018-01-01",
    results: null,
    planner: null,
    confidence: PLAIN_CONFIDENCE,
    onStep: () => {},
    onFault: () => {},
    clock: { now: () => Date.now() },
    runSaver: null,
    build: "test",
    ...script.ports,
  };
  return { answerer: createAnswerer(ports, rooms, script.edges), ran };
}

function measureOf({ select }: MetricQuery): string {
  const [first] = select;
  return first?.kind === "measure" ? first.measure : "none";
}

const SET: PolicySet = {
  key: "all",
  user: "local",
  views: ["*"],
  relations: [],
  deniedColumns: [],
  rowRules: {},
  limits: NO_LIMITS,
};

const PROFILE: ViewProfile = {
  view: "sales",
  rows: 10,
  firstDay: "2014-01-01",
  lastDay: "2017-12-31",
  fields: [],
};

const VIEW: ModelView = {
  name: "sales",
  comment: null,
  source: "c.s.t",
  filter: null,
  joins: [],
  fields: [],
  measures: [],
  timeField: null,
  owner: null,
  endorsed: false,
  freshnessHours: null,
  relations: ["c.s.t"],
  place: { file: "sales.yaml", line: 1 },
};

const WORKSPACE: Workspace = {
  name: "scripted",
  description: null,
  root: "",
  timezone: "UTC",
  asOf: "latest",
  calendar: { weekStarts: "monday", fiscalYearStarts: 1 },
  currency: null,
  engine: "duckdb",
  catalog: "c",
  tables: [],
  views: [VIEW],
  words: { ignore: [], terms: {} },
  documents: [],
  verified: [],
  policy: { tables: [], deniedColumns: [], unknownUsers: "everyone", roles: [], limits: NO_LIMITS },
  hash: "h1",
  notices: [],
};
