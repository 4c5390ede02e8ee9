import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../contracts/errors.js";
import type { MetadataIndex } from "../../contracts/metadata.js";
import type { ApprovedSql } from "../../contracts/policy.js";
import type { CallOptions, Warehouse } from "../../contracts/ports.js";
import type { ResultSet } from "../../contracts/result.js";
import { parseStatement } from "../../sql/parse.js";
import { atVersions, isPinned } from "./at-versions.js";
import { bounded, requireCaller } from "./bounded.js";
import {
  complaint,
  databricksError,
  isLostSession,
  retryAfterMs,
  wasTurnedAway,
} from "./databricks-error.js";
import { type Ask, readCatalog, readVersions } from "./discovery.js";
import type { Driver, DriverOperation, DriverSchema, DriverSession, MakeParameter } from "./driver.js";
import { type IndexOptions, indexTables } from "./metadata-index.js";
import { type FoundMetricView, findMetricViews } from "./metric-views.js";
import { namedParameters } from "./named-parameters.js";
import { hasMoments, resultCells } from "./result-cells.js";
import { SessionPool } from "./session-pool.js";

const CHUNK_ROWS = 10_000;
const ATTEMPTS = 4;
const FIRST_WAIT_MS = 500;

export interface DatabricksOptions {
  driver: Driver;
  makeParameter: MakeParameter;
  catalog: string;
  /** Zone in which timestamps are cut into days. */
  timezone: string;
  /** Tables that the workspace knows, three-part; the catalogue describes these. */
  relations: readonly string[];
  /** Greatest time of one statement on the server. */
  statementTimeoutMs: number;
  sessions?: number;
}

/** A warehouse that can also profile its tables, and be read as it was. */
export interface DatabricksWarehouse extends Warehouse {
  /** The metadata index of the workspace's tables; see indexTables. */
  index(options: IndexOptions, call: CallOptions): Promise<MetadataIndex>;
  /** Metric views that are deployed beside the workspace's tables; see findMetricViews. */
  metricViews(call: CallOptions): Promise<FoundMetricView[]>;
  /** The same warehouse with every table read at a version ("v3"); others are read as they are. Shares its sessions. */
  at(versions: Readonly<Record<string, string>>): Warehouse;
}

/** A Databricks SQL warehouse behind pooled sessions. */
export function openDatabricksWarehouse(options: DatabricksOptions): DatabricksWarehouse {
  const configuration = {
    STATEMENT_TIMEOUT: String(Math.ceil(options.statementTimeoutMs / 1000)),
    TIMEZONE: options.timezone,
    ANSI_MODE: "true",
  };
  const pool = new SessionPool(
    options.driver,
    { initialCatalog: options.catalog, configuration },
    options.sessions ?? 4,
  );
  const ask =
    (call: CallOptions): Ask =>
    (sql) =>
      execute(pool, { sql, parameters: {}, rowCap: CHUNK_ROWS, isQuery: false }, options, call);
  const warehouse: Warehouse = {
    engine: "databricks",
    catalog: (call) => readCatalog(options.relations, ask(call)),
    versions: (relations, call) => readVersions(relations, ask(call)),
    explain: (approved, call) => explain(pool, approved, options, call),
    run: async (approved, call) => {
      requireQuery(approved.sql);
      return execute(pool, { ...approved, isQuery: true }, options, call);
    },
    close: () => pool.close(),
  };
  return {
    ...warehouse,
    index: (indexing, call) => indexTables(options.relations, indexing, ask(call)),
    metricViews: (call) => findMetricViews(options.relations, ask(call)),
    at: (versions) => {
      const then = <T extends ApprovedSql>(approved: T): T => ({
        ...approved,
        sql: atVersions(approved.sql, versions, options.catalog),
      });
      return {
        ...warehouse,
        versions: async (relations, call) => ({
          ...(await warehouse.versions(relations, call)),
          ...Object.fromEntries(
            Object.entries(versions).filter(
              ([name, version]) => relations.includes(name) && isPinned(version),
            ),
          ),
        }),
        explain: (approved, call) => warehouse.explain(then(approved), call),
        run: (approved, call) => warehouse.run(then(approved), call),
        close: async () => undefined,
      };
    },
  };
}

interface Statement extends Pick<ApprovedSql, "sql" | "parameters" | "rowCap"> {
  /** A question's query, and no statement of the program about the catalogue. */
  isQuery: boolean;
}

async function explain(
  pool: SessionPool,
  approved: ApprovedSql,
  options: DatabricksOptions,
  call: CallOptions,
): Promise<{ ok: true } | { ok: false; message: string }> {
  requireQuery(approved.sql);
  try {
    const statement = { ...approved, sql: `EXPLAIN ${approved.sql}`, rowCap: CHUNK_ROWS, isQuery: false };
    const { rows } = await execute(pool, statement, options, call);
    const plan = rows.map(([line]) => String(line)).join("\n");
    // The server explains a statement that it can't bind by the error's text.
    const failed = /^Error occurred during query planning:\s*([\s\S]*)$/.exec(plan);
    return failed ? { ok: false, message: complaint({ message: failed[1] ?? "" }) } : { ok: true };
  } catch (error) {
    const fault = databricksError(error);
    if (fault.code !== "warehouse_failed") throw fault;
    return { ok: false, message: complaint(fault.cause ?? fault) };
  }
}

async function execute(
  pool: SessionPool,
  statement: Statement,
  options: DatabricksOptions,
  call: CallOptions,
): Promise<ResultSet> {
  const started = performance.now();
  const left = (): CallOptions => ({
    signal: call.signal,
    timeoutMs: Math.max(1, call.timeoutMs - (performance.now() - started)),
  });
  try {
    const operation = await submit(pool, statement, options, left);
    try {
      const { schema, rows } = await bounded(left(), fetchRows(operation.handle, statement.rowCap), () =>
        Promise.resolve(),
      );
      requireDistinctNames(schema);
      const kept = rows.slice(0, statement.rowCap);
      const zoneless =
        statement.isQuery && hasMoments(schema, kept)
          ? await zonelessColumns(operation.session, statement, options, left)
          : NONE;
      const cells = resultCells(schema, kept, { timezone: options.timezone, zoneless });
      void operation.handle.close().catch(() => undefined);
      pool.release(operation.session);
      return {
        ...cells,
        truncated: rows.length > kept.length,
        executedSql: statement.sql,
        databaseMs: performance.now() - started,
      };
    } catch (error) {
      pool.discard(operation.session, abandon(operation.handle));
      throw error;
    }
  } catch (error) {
    throw databricksError(error);
  }
}

const NONE: ReadonlySet<number> = new Set();

/** Moments of TIMESTAMP and TIMESTAMP_NTZ look alike on the wire: a description of the query tells which columns are wall clocks already. */
async function zonelessColumns(
  session: DriverSession,
  statement: Statement,
  options: DatabricksOptions,
  left: () => CallOptions,
): Promise<ReadonlySet<number>> {
  const described = { ...statement, sql: `DESCRIBE QUERY ${statement.sql}` };
  const rows = (async () => {
    const handle = await start(session, described, options, left());
    const found = await fetchRows(handle, CHUNK_ROWS);
    await handle.close();
    return found.rows as { data_type?: unknown }[];
  })();
  const kinds = await bounded(left(), rows, () => Promise.resolve());
  return new Set(kinds.flatMap(({ data_type }, index) => (data_type === "timestamp_ntz" ? [index] : [])));
}

/**
 * Starts a statement once. A request that was turned away, for a session or for the statement, or whose session was gone,
 * never started and is sent again.
 */
async function submit(
  pool: SessionPool,
  statement: Statement,
  options: DatabricksOptions,
  left: () => CallOptions,
): Promise<StartedStatement> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(pool, statement, options, left);
    } catch (error) {
      const wait = Math.max(
        FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + Math.random()),
        retryAfterMs(error) ?? 0,
      );
      const mayRepeat = wasTurnedAway(error) || isLostSession(error);
      if (!mayRepeat || attempt === ATTEMPTS || wait >= left().timeoutMs) throw error;
      await sleep(wait, undefined, { signal: left().signal }).catch(() => undefined);
    }
  }
}

interface StartedStatement {
  handle: DriverOperation;
  session: DriverSession;
}

async function startOnce(
  pool: SessionPool,
  statement: Statement,
  options: DatabricksOptions,
  left: () => CallOptions,
): Promise<StartedStatement> {
  const session = await pool.take(left());
  if (left().signal.aborted) pool.release(session);
  requireCaller(left());
  const starting = start(session, statement, options, left());
  try {
    return { handle: await bounded(left(), starting, () => Promise.resolve()), session };
  } catch (error) {
    if (wasTurnedAway(error)) pool.release(session);
    // A statement that starts after all is cancelled before its session closes.
    else pool.discard(session, starting.then(abandon));
    throw error;
  }
}

function start(
  session: DriverSession,
  statement: Statement,
  options: DatabricksOptions,
  { timeoutMs }: CallOptions,
): Promise<DriverOperation> {
  return session.executeStatement(statement.sql, {
    queryTimeout: Math.max(1, Math.ceil(timeoutMs / 1000)),
    namedParameters: namedParameters(statement.parameters, options.makeParameter),
  });
}

async function abandon(operation: DriverOperation): Promise<void> {
  await operation.cancel();
  await operation.close();
}

async function fetchRows(
  operation: DriverOperation,
  rowCap: number,
): Promise<{ schema: DriverSchema; rows: object[] }> {
  const rows: object[] = [];
  do {
    rows.push(...(await operation.fetchChunk({ maxRows: Math.min(CHUNK_ROWS, rowCap + 1 - rows.length) })));
  } while (rows.length <= rowCap && (await operation.hasMoreRows()));
  return { schema: (await operation.getSchema()) ?? { columns: [] }, rows };
}

function requireQuery(sql: string): void {
  if (parseStatement(sql).ok) return;
  throw new AppError(
    "warehouse_failed",
    "bug",
    "The warehouse takes one query statement and nothing else.",
    "Report the question that led here.",
  );
}

/** The driver gives rows as objects, in which the last of two columns with one name would win. */
function requireDistinctNames(schema: DriverSchema): void {
  const names = schema.columns.map((column) => column.columnName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new AppError(
    "warehouse_failed",
    "warehouse",
    `Two columns of the result are named ${twice}.`,
    "Give each its own alias.",
  );
}
