import tls from "node:tls";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Warehouse } from "../../../src/contracts/ports.js";
import {
  connectDriver,
  type DatabricksConnection,
} from "../../../src/warehouse/databricks/connect-driver.js";
import {
  type DatabricksWarehouse,
  openDatabricksWarehouse,
} from "../../../src/warehouse/databricks/databricks-warehouse.js";
import { approvedSql } from "../../../src/warehouse/testing/approved-sql.js";
import type { DatabricksServer } from "../../databricks-server/start-server.js";
import { ENDLESS } from "./endless.js";
import { openClient } from "./raw-driver.js";

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
    });

    it("reads no further than the row cap", async () => {
      const wide = "SELECT id, repeat('x', 20) AS filler FROM range(2000000)";
      await inWarehouse(server().connection, async (warehouse) => {
        const { rows, truncated } = await warehouse.run(approvedSql(wide, {}, 25), patient());
        expect([rows.length, truncated]).toEqual([25, true]);
      });
      // All rows would take twenty.
      expect(await count("FetchResults")).toBeLessThanOrEqual(2);
    });

    it("tells a wall clock without a zone from a moment", async () => {
      const clocks =
        "SELECT TIMESTAMP'2024-07-01 22:30:00 UTC' AS moment, TIMESTAMP_NTZ'2024-07-01 22:30:00' AS clock, :day AS day";
      await inWarehouse(
        server().connection,
        async (warehouse) => {
          const day = { type: "date" as const, value: "2024-07-01" };
          const { rows } = await warehouse.run(approvedSql(clocks, { day }), patient());
          expect(rows).toEqual([["2024-07-02 00:30:00", "2024-07-01 22:30:00", "2024-07-01"]]);
        },
        { timezone: "Europe/Paris" },
      );
    });

    it("reads a table as it was at a version", async () => {
      await server().sql(
        "CREATE SCHEMA IF NOT EXISTS main.moved",
        "CREATE TABLE main.moved.sales USING delta AS SELECT 1 AS amount",
        "INSERT INTO main.moved.sales VALUES (10)",
      );
      const total = approvedSql("SELECT SUM(s.amount) AS a FROM main.moved.sales AS s");
      await inWarehouse(server().connection, async (warehouse) => {
        expect((await warehouse.run(total, patient())).rows).toEqual([[11]]);
        const then = warehouse.at({ "main.moved.sales": "v0" });
        expect((await then.run(total, patient())).rows).toEqual([[1]]);
        expect(await then.versions(["main.moved.sales"], patient())).toEqual({ "main.moved.sales": "v0" });
      });
    });

    it("indexes tables with their partitions, sizes, versions and values, and only those that have changed", async () => {
      await server().sql(
        "CREATE SCHEMA IF NOT EXISTS main.indexed",
        "CREATE TABLE main.indexed.sales (id BIGINT, region STRING COMMENT 'where', day DATE, secret STRING) USING delta PARTITIONED BY (day) COMMENT 'what was sold'",
        "INSERT INTO main.indexed.sales SELECT id, element_at(array('N', 'S', NULL), CAST(id % 3 + 1 AS INT)), date_add(DATE'2024-01-01', CAST(id % 5 AS INT)), concat('s', id) FROM range(30)",
        "CREATE VIEW main.indexed.view AS SELECT region FROM main.indexed.sales",
      );
      const relations = ["main.indexed.sales", "main.indexed.view", "main.indexed.missing"];
      await inWarehouse(
        server().connection,
        async (warehouse) => {
          const indexing = { deniedColumns: ["secret"], maxScanBytes: null, onNotice: () => {} };
          const first = await warehouse.index({ ...indexing, previous: null }, patient());
          const [sales, view] = first.tables;
          expect(first.tables.map(({ name }) => name)).toEqual(["main.indexed.sales", "main.indexed.view"]);
          expect(sales).toMatchObject({
            comment: "what was sold",
            rowCount: 30,
            version: "v1",
            partitionColumns: ["day"],
            bytes: expect.any(Number),
          });
          expect(sales?.columns[1]).toEqual({
            name: "region",
            type: "string",
            comment: "where",
            distinctCount: 2,
            nullRate: expect.closeTo(1 / 3, 9),
            min: "N",
            max: "S",
            values: [
              { value: "N", count: 10 },
              { value: "S", count: 10 },
            ],
          });
          expect(sales?.columns[2]).toMatchObject({ min: "2024-01-01", max: "2024-01-05", distinctCount: 5 });
          expect(sales?.columns[3]).toMatchObject({ min: null, max: null, values: null });
          expect(view).toMatchObject({ version: "unknown", bytes: null, rowCount: 30 });
          await server().sql("INSERT INTO main.indexed.sales VALUES (99, 'W', DATE'2024-01-09', 'x')");
          const second = await warehouse.index({ ...indexing, previous: first }, patient());
          expect(second.tables[0]).toMatchObject({ version: "v2", rowCount: 31 });
          await server().clear();
          const third = await warehouse.index({ ...indexing, previous: second }, patient());
          expect(third.tables[0]).toBe(second.tables[0]);
        },
        { relations },
      );
    });

    it("keeps large tables unscanned, with the rows and extremes that the format knows", async () => {
      await server().sql(
        "CREATE SCHEMA IF NOT EXISTS main.large",
        "CREATE TABLE main.large.sales USING delta AS SELECT id, 'x' AS label FROM range(1000)",
      );
      await inWarehouse(
        server().connection,
        async (warehouse) => {
          const indexing = { deniedColumns: [], maxScanBytes: 10, previous: null, onNotice: () => {} };
          const { tables } = await warehouse.index(indexing, patient());
          expect(tables[0]).toMatchObject({
            rowCount: 1000,
            columns: [
              { name: "id", min: 0, max: 999, distinctCount: null, values: null },
              { name: "label", distinctCount: null, values: null },
            ],
          });
        },
        { relations: ["main.large.sales"] },
      );
    });

    it("finds the metric views beside its tables, with what each says", async () => {
      const yaml =
        "version: 1.1\nsource: main.deployed.sales\nmeasures:\n  - { name: Sales, expr: SUM(amount) }";
      await server().sql(
        "CREATE SCHEMA IF NOT EXISTS main.deployed",
        "CREATE SCHEMA IF NOT EXISTS main.elsewhere",
        "CREATE TABLE main.deployed.sales USING delta AS SELECT 1 AS amount",
        "CREATE VIEW main.deployed.plain AS SELECT 1 AS amount",
      );
      await openClient(server().connection, async (session) => {
        for (const name of ["main.deployed.kpi", "`main`.deployed.`other-kpi`", "main.elsewhere.kpi"])
          await session.rows(`CREATE VIEW ${name} WITH METRICS LANGUAGE YAML AS $$\n${yaml}\n$$`);
      });
      await inWarehouse(
        server().connection,
        async (warehouse) => {
          expect(await warehouse.metricViews(patient())).toEqual([
            { name: "main.deployed.kpi", definition: `\n${yaml}\n` },
            { name: "main.deployed.other-kpi", definition: `\n${yaml}\n` },
          ]);
        },
        { relations: ["main.deployed.sales", "main.deployed.plain"] },
      );
      await inWarehouse(
        server().connection,
        async (warehouse) => expect(await warehouse.metricViews(patient())).toEqual([]),
        { relations: ["another.catalogue.table"] },
      );
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
  use: (warehouse: DatabricksWarehouse) => Promise<T>,
  limits: { statementTimeoutMs?: number; relations?: string[]; timezone?: string } = {},
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

const connect = tls.connect.bind(tls) as (...given: unknown[]) => tls.TLSSocket;

/** The driver signs in by OAuth at port 443 of a host with one of Databricks' names: connections to it are led to the test server. */
function signInThrough(server: DatabricksServer, clientSecret: string): DatabricksConnection {
  const host = server.hosts[0] ?? "";
  const { port } = server.connection;
  vi.spyOn(tls, "connect").mockImplementation(((options: tls.ConnectionOptions, ...rest: unknown[]) =>
    options.host === host
      ? connect({ ...options, host: "127.0.0.1", port, servername: host }, ...rest)
      : connect(options, ...rest)) as typeof tls.connect);
  const { clientId } = server.credentials;
  return { ...server.connection, host, auth: { kind: "oauth", clientId, clientSecret } };
}
