import { readFileSync } from "node:fs";
import { DBSQLClient, DBSQLParameter } from "@databricks/sql";
import type { DatabricksConnection } from "../../../src/warehouse/databricks/connect-driver.js";

type ClientSession = Awaited<ReturnType<DBSQLClient["openSession"]>>;
type StatementOptions = Parameters<ClientSession["executeStatement"]>[1];
type Row = Record<string, unknown>;

/** A session of Databricks' driver as it comes, nothing of Assay around it. */
export interface Session {
  rows(sql: string, options?: StatementOptions): Promise<Row[]>;
  /** Starts a statement and returns at once. */
  start(sql: string): ReturnType<ClientSession["executeStatement"]>;
  list(what: "getTables" | "getColumns", place: { catalogName: string; schemaName: string }): Promise<Row[]>;
  parameter(type: string, value: string | undefined): DBSQLParameter;
}

/** Opens a session, lends it, and closes it. */
export async function openClient<T>(
  { host, port, path, auth, caFile }: DatabricksConnection,
  use: (session: Session) => Promise<T>,
  configuration: Record<string, string> = {},
): Promise<T> {
  const client = new DBSQLClient({ logger: { log: () => undefined } });
  // The option for a certificate authority stands in the driver's documentation and not in its types.
  const trust = { customCaCert: readFileSync(caFile ?? "") };
  const token = auth.kind === "token" ? auth.token : "";
  await client.connect({ host, port, path, token, telemetryEnabled: false, ...trust });
  try {
    const session = await client.openSession({ initialCatalog: "main", configuration });
    const given = await use(lent(session));
    await session.close();
    return given;
  } finally {
    await client.close();
  }
}

function lent(session: ClientSession): Session {
  const all = async (operation: Awaited<ReturnType<ClientSession["executeStatement"]>>): Promise<Row[]> => {
    const rows = (await operation.fetchAll()) as Row[];
    await operation.close();
    return rows;
  };
  return {
    rows: async (sql, options = {}) => all(await session.executeStatement(sql, options)),
    // Without direct results the call returns before the statement is over.
    start: (sql) => session.executeStatement(sql, { maxRows: null }),
    list: async (what, place) => all(await session[what](place)),
    parameter: (type, value) => new DBSQLParameter({ type: type as never, value }),
  };
}
