import tls from "node:tls";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Warehouse } from "../../../src/contracts/ports.js";
import {
  connectDriver,
  type DatabricksConnection,
} from "../../../src/warehouse/databricks/connect-driver.js";
import { openDatabricksWarehouse } from "../../../src/warehouse/databricks/databricks-warehouse.js";
import { approvedSql } from "../../../src/warehouse/testing/approved-sql.js";
import type { DatabricksServer } from "../../databricks-server/start-server.js";

const ENDLESS = "SELECT COUNT(*) AS c FROM range(1000000000000) WHERE hash(id) % 7 = 3";

/** What Assay's driver makes of a warehouse that refuses, stumbles, is slow, or loses its sessions and answers. */
export function driverBehaviour(server: () => DatabricksServer): void {
  describe("the driver on the wire", () => {
    beforeEach(() => server().clear());
    afterEach(() => vi.restoreAllMocks());

    const submissions = async (): Promise<number> => count("ExecuteStatement");
    const count = async (method: string): Promise<number> =>
      (await server().calls()).filter((call) => call === method).length;

    it("says which credentials to check where they are refused", async () => {
      const { connection } = server();
      const wrong = { ...connection, auth: { kind: "token" as const, token: "wrong-token" } };
      await expect(inWarehouse(wrong, (warehouse) => one(warehouse))).rejects.toMatchObject({
        code: "warehouse_unavailable",
        message: "Databricks refused the credentials.",
        remedy: expect.stringContaining("DATABRICKS_TOKEN"),
      });
      const elsewhere = { ...connection, path: "/sql/9.9/warehouses/none" };
      await expect(inWarehouse(elsewhere, (warehouse) => one(warehouse))).rejects.toMatchObject({
        remedy: expect.stringContaining("DATABRICKS_HTTP_PATH"),
      });
    });

    it("signs in as a service principal, and again when its token has expired", async () => {
      const { credentials } = server();
      const oauth = signInThrough(server(), credentials.clientSecret);
      await server().tokenLifetime(2);
      await inWarehouse(oauth, async (warehouse) => {
        expect(await one(warehouse)).toEqual([[1]]);
        await new Promise((resolve) => setTimeout(resolve, 3_000));
        expect(await one(warehouse)).toEqual([[1]]);
      });
      await server().tokenLifetime(3_600);
      const wrong = signInThrough(server(), "another-secret");
      await expect(inWarehouse(wrong, (warehouse) => one(warehouse))).rejects.toMatchObject({
        message: "Databricks refused the credentials.",
        remedy: expect.stringContaining("DATABRICKS_CLIENT_SECRET"),
      });
    });

    it("keeps its sessions", async () => {
      await inWarehouse(server().connection, async (warehouse) => {
        for (let i = 0; i < 5; i += 1) await one(warehouse);
        await Promise.all([one(warehouse), one(warehouse), one(warehouse)]);
      });
      expect(await count("OpenSession")).toBeLessThanOrEqual(3);
      expect(await submissions()).toBe(8);
    });

    it("opens a session anew where the warehouse has lost it", async () => {
      await inWarehouse(server().connection, async (warehouse) => {
        await one(warehouse);
        await server().expireSessions();
        expect(await one(warehouse)).toEqual([[1]]);
      });
      expect(await count("OpenSession")).toBe(2);
    });

    it.each([429, 503])("sends again what was turned away with %i", async (status) => {
      await inWarehouse(server().connection, async (warehouse) => {
        await server().fault({ method: "ExecuteStatement", kind: "status", status, times: 2 });
        expect(await one(warehouse)).toEqual([[1]]);
      });
      expect(await submissions()).toBe(3);
    });

    it("stops asking a warehouse that turns everything away", async () => {
      await inWarehouse(server().connection, async (warehouse) => {
        await one(warehouse);
        await server().fault({ method: "ExecuteStatement", kind: "status", status: 503, times: 99 });
        await expect(one(warehouse)).rejects.toMatchObject({ code: "warehouse_unavailable" });
      });
      expect(await submissions()).toBe(1 + 4);
    });

    it("never submits a second time what may have run", async () => {
      await inWarehouse(server().connection, async (warehouse) => {
        await one(warehouse);
        await server().fault({ method: "ExecuteStatement", kind: "lost_answer", times: 99 });
        await expect(one(warehouse)).rejects.toMatchObject({ code: "warehouse_unavailable" });
        expect(await submissions()).toBe(2);
        await server().clear();
        await server().fault({ method: "ExecuteStatement", kind: "status", status: 502, times: 99 });
        await expect(one(warehouse)).rejects.toMatchObject({ code: "warehouse_unavailable" });
        expect(await submissions()).toBe(1);
      });
    });

    it("says that a warehouse which does not answer may be starting", async () => {
      await server().fault({ method: "OpenSession", kind: "slow", seconds: 4 });
      await inWarehouse(server().connection, async (warehouse) => {
        await expect(one(warehouse, 1_000)).rejects.toMatchObject({
          code: "warehouse_timeout",
          message: expect.stringContaining("starting"),
        });
        expect(await one(warehouse)).toEqual([[1]]);
      });
    });

    it("cancels on the server what the deadline has left behind", async () => {
      await inWarehouse(server().connection, async (warehouse) => {
        const endless = warehouse.run(approvedSql(ENDLESS), patient(1_500));
        await expect(endless).rejects.toMatchObject({ code: "warehouse_timeout" });
        await expect.poll(() => server().runningJobs(), { timeout: 60_000 }).toBe(0);
      });
    });

    it("has the server itself end a statement at its limit", async () => {
      await inWarehouse(
        server().connection,
        async (warehouse) => {
          const endless = warehouse.run(approvedSql(ENDLESS), patient());
          await expect(endless).rejects.toMatchObject({
            code: "warehouse_timeout",
            message: expect.stringContaining("longer than allowed"),
          });
        },
        { statementTimeoutMs: 2_000 },
      );
      expect(await count("CancelOperation")).toBe(0);
    });

    it("reads no further than the row cap", async () => {
      const wide = "SELECT id, repeat('x', 20) AS filler FROM range(2000000)";
      await inWarehouse(server().connection, async (warehouse) => {
        const { rows, truncated } = await warehouse.run(approvedSql(wide, {}, 25), patient());
        expect([rows.length, truncated]).toEqual([25, true]);
      });
      expect(await count("FetchResults")).toBeLessThanOrEqual(1);
    });

    it("describes tables and columns with their comments, and skips what it may not see", async () => {
      await server().sql(
        "CREATE SCHEMA IF NOT EXISTS main.shown",
        "CREATE TABLE main.shown.sales (id BIGINT, region STRING COMMENT 'where') USING delta COMMENT 'what was sold'",
      );
      const relations = ["main.shown.sales", "main.shown.missing", "main.nowhere.at_all"];
      await inWarehouse(
        server().connection,
        async (warehouse) => {
          const { tables } = await warehouse.catalog(patient());
          expect(tables).toEqual([
            {
              name: "main.shown.sales",
              comment: "what was sold",
              columns: [
                { name: "id", type: "bigint" },
                { name: "region", type: "string" },
              ],
            },
          ]);
        },
        { relations },
      );
    });
  });
}

function patient(timeoutMs = 120_000) {
  return { signal: new AbortController().signal, timeoutMs };
}

async function one(warehouse: Warehouse, timeoutMs = 120_000) {
  return (await warehouse.run(approvedSql("SELECT 1 AS a"), patient(timeoutMs))).rows;
}

async function inWarehouse<T>(
  connection: DatabricksConnection,
  use: (warehouse: Warehouse) => Promise<T>,
  limits: { statementTimeoutMs?: number; relations?: string[] } = {},
): Promise<T> {
  const connected = await connectDriver(connection, patient());
  const warehouse = openDatabricksWarehouse({
    ...connected,
    catalog: "main",
    timezone: "UTC",
    relations: [],
    statementTimeoutMs: 60_000,
    ...limits,
  });
  try {
    return await use(warehouse);
  } finally {
    await warehouse.close();
  }
}

/** The driver signs in by OAuth at port 443 of a host with one of Databricks' names: connections to it are led to the test server. */
function signInThrough(server: DatabricksServer, clientSecret: string): DatabricksConnection {
  const host = server.hosts[0] ?? "";
  const { port } = server.connection;
  const connect = tls.connect.bind(tls) as (...given: unknown[]) => tls.TLSSocket;
  vi.spyOn(tls, "connect").mockImplementation(((options: tls.ConnectionOptions, ...rest: unknown[]) =>
    options.host === host
      ? connect({ ...options, host: "127.0.0.1", port, servername: host }, ...rest)
      : connect(options, ...rest)) as typeof tls.connect);
  const { clientId } = server.credentials;
  return { ...server.connection, host, auth: { kind: "oauth", clientId, clientSecret } };
}
