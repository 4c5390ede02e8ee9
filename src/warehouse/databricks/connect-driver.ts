import { readFile } from "node:fs/promises";
import { AppError } from "../../contracts/errors.js";
import type { CallOptions } from "../../contracts/ports.js";
import { bounded } from "./bounded.js";
import { databricksError } from "./databricks-error.js";
import type { Driver, DriverParameter, MakeParameter } from "./driver.js";

export interface DatabricksConnection {
  host: string;
  port: number;
  /** Such as /sql/1.0/warehouses/abc. */
  path: string;
  auth: { kind: "token"; token: string } | { kind: "oauth"; clientId: string; clientSecret: string };
  /** PEM file of a further certificate authority. */
  caFile: string | null;
}

interface DriverModule {
  DBSQLClient: new (options: {
    logger: unknown;
  }) => Driver & {
    connect(options: object): Promise<unknown>;
    getConfig(): { useArrowNativeTypes?: boolean };
  };
  DBSQLParameter: new (options: { type: string; value: DriverParameter["value"] }) => DriverParameter;
}

const SILENT = { log: () => undefined };

/** Connects the driver to a warehouse. Throws AppError (warehouse_unavailable, warehouse_timeout) with the remedy. */
export async function connectDriver(
  connection: DatabricksConnection,
  call: CallOptions,
): Promise<{ driver: Driver; makeParameter: MakeParameter }> {
  const { DBSQLClient, DBSQLParameter } = await driverModule();
  const client = new DBSQLClient({ logger: SILENT });
  // Its own dates end at the millisecond, and those before 1970 are rounded up: text of the warehouse is exact.
  client.getConfig().useArrowNativeTypes = false;
  const options = await connectOptions(connection);
  try {
    await bounded(call, client.connect(options), () => client.close());
  } catch (error) {
    throw databricksError(error);
  }
  return { driver: client, makeParameter: (type, value) => new DBSQLParameter({ type, value }) };
}

async function connectOptions({ host, port, path, auth, caFile }: DatabricksConnection): Promise<object> {
  requirePlainText(auth);
  const credentials =
    auth.kind === "token"
      ? { authType: "access-token", token: auth.token }
      : {
          authType: "databricks-oauth",
          oauthClientId: auth.clientId,
          oauthClientSecret: auth.clientSecret,
        };
  return {
    host,
    port,
    path,
    ...credentials,
    ...(caFile === null ? {} : { customCaCert: await certificate(caFile) }),
    userAgentEntry: "assay",
    telemetryEnabled: false,
    preserveBigNumericPrecision: true,
    // Only reads of state are repeated by the driver; starting a statement is repeated by us, where it never began.
    retryMaxAttempts: 4,
    retriesTimeout: 30_000,
    retryDelayMin: 500,
    retryDelayMax: 8_000,
  };
}

/** A line break copied along would stand in a header, which the driver refuses with the credentials in its complaint. */
function requirePlainText(auth: DatabricksConnection["auth"]): void {
  const given =
    auth.kind === "token"
      ? { DATABRICKS_TOKEN: auth.token }
      : { DATABRICKS_CLIENT_ID: auth.clientId, DATABRICKS_CLIENT_SECRET: auth.clientSecret };
  const odd = Object.entries(given).find(([, value]) => !/^[\x21-\x7e]+$/.test(value));
  if (odd === undefined) return;
  throw new AppError(
    "warehouse_unavailable",
    "configuration",
    `${odd[0]} holds a character that no credential has, such as a blank or a line break.`,
    `Copy ${odd[0]} again.`,
  );
}

/** Loaded at the moment of use: a workspace on the embedded engine needs no driver. */
async function driverModule(): Promise<DriverModule> {
  try {
    return (await import("@databricks/sql")) as unknown as DriverModule;
  } catch (cause) {
    throw new AppError(
      "warehouse_unavailable",
      "configuration",
      "The Databricks driver is not installed.",
      "Run `npm ci` again, or use engine: duckdb with local tables.",
      { cause },
    );
  }
}

async function certificate(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new AppError(
      "warehouse_unavailable",
      "configuration",
      `The certificate file ${file} can't be read.`,
      "Check DATABRICKS_CA_FILE.",
      { cause },
    );
  }
}
