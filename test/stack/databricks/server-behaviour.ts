import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import type { DatabricksServer } from "../../databricks-server/start-server.js";
import { ENDLESS } from "./endless.js";
import { openClient, type Session } from "./raw-driver.js";

/** The test warehouse does at the wire what the tests of the driver lean on. The driver here is Databricks' own, bare. */
export function serverBehaviour(server: () => DatabricksServer): void {
  describe("the warehouse for tests", () => {
    beforeEach(() => server().clear());

    it("listens on loopback alone", () => {
      const port = server().connection.port.toString(16).toUpperCase().padStart(4, "0");
      const listening = ["/proc/net/tcp", "/proc/net/tcp6"]
        .flatMap((table) => readFileSync(table, "utf8").split("\n").slice(1))
        .map((line) => line.trim().split(/\s+/))
        .filter(([, local, , state]) => state === "0A" && local?.endsWith(`:${port}`));
      expect(listening.map(([, local]) => local)).toEqual([`0100007F:${port}`]);
    });

    it("refuses a wrong token and a path that is no warehouse", async () => {
      const { connection } = server();
      const wrongToken = { ...connection, auth: { kind: "token" as const, token: "wrong" } };
      await expect(openClient(wrongToken, (session) => session.rows("SELECT 1"))).rejects.toMatchObject({
        statusCode: 401,
      });
      const wrongPath = { ...connection, path: "/sql/2.0/warehouses/test" };
      await expect(openClient(wrongPath, (session) => session.rows("SELECT 1"))).rejects.toMatchObject({
        statusCode: 404,
      });
    });

    it("takes three-level names, and leaves strings, comments, aliases and shorter names alone", async () => {
      await server().sql(
        "CREATE SCHEMA IF NOT EXISTS main.names",
        "CREATE TABLE main.names.main USING delta AS SELECT 1 AS id, named_struct('x', 2) AS main",
      );
      await inSession(async (session) => {
        const rows = await session.rows(
          "SELECT t.id AS a, (SELECT `main`.`names`.main.id FROM main.names.main) AS b, 'main.names.main' AS c, t.main.x AS d /* main.names.x */ FROM main.names.main AS t -- main.names.x",
        );
        expect(rows).toEqual([{ a: 1, b: 1, c: "main.names.main", d: 2 }]);
        expect(await session.rows("SHOW TABLES IN main.names")).toHaveLength(1);
      });
    });

    it("binds named and ordinal parameters by their types", async () => {
      await inSession(async (session) => {
        const named = await session.rows("SELECT :a AS a, :b + 1 AS b, :c AS c, typeof(:d) AS d", {
          namedParameters: {
            a: `it's \\ "`,
            b: 9007199254740993n,
            c: session.parameter("VOID", undefined),
            d: session.parameter("DATE", "2024-02-29"),
          },
        });
        expect(named).toMatchObject([{ a: `it's \\ "`, c: null, d: "date" }]);
        expect(String(named[0]?.b)).toBe("9007199254740994");
        expect(await session.rows("SELECT ? AS a", { ordinalParameters: ["x"] })).toEqual([{ a: "x" }]);
      });
    });

    it("ends a statement at STATEMENT_TIMEOUT and works on nothing afterwards", async () => {
      await inSession(
        async (session) => {
          await expect(session.rows(ENDLESS)).rejects.toMatchObject({ errorCode: "TIMEOUT" });
          await expect.poll(() => server().runningJobs(), { timeout: 30_000 }).toBe(0);
          expect(await session.rows("SELECT 1 AS a")).toEqual([{ a: 1 }]);
        },
        { STATEMENT_TIMEOUT: "3" },
      );
    });

    it("stops the work of a cancelled statement", async () => {
      await inSession(async (session) => {
        const operation = await session.start(ENDLESS);
        await expect.poll(() => server().runningJobs(), { timeout: 30_000 }).toBeGreaterThan(0);
        await operation.cancel();
        await expect(operation.fetchAll()).rejects.toMatchObject({ errorCode: "CANCELED" });
        await expect.poll(() => server().runningJobs(), { timeout: 30_000 }).toBe(0);
      });
    });

    it("forgets its sessions when told to, and opens new ones", async () => {
      await inSession(async (session) => {
        expect(await session.rows("SELECT 1 AS a")).toEqual([{ a: 1 }]);
        expect(await server().expireSessions()).toBeGreaterThan(0);
        await expect(session.rows("SELECT 1 AS a")).rejects.toMatchObject({
          message: expect.stringContaining("Invalid SessionHandle"),
        });
      });
      await inSession(async (session) => expect(await session.rows("SELECT 1 AS a")).toEqual([{ a: 1 }]));
    });

    it("turns calls away as planned, and no more than that", async () => {
      await inSession(async (session) => {
        await server().fault({ method: "ExecuteStatement", kind: "status", status: 503 });
        await expect(session.rows("SELECT 1 AS a")).rejects.toMatchObject({ statusCode: 503 });
        expect(await session.rows("SELECT 1 AS a")).toEqual([{ a: 1 }]);
        await server().fault({ method: "ExecuteStatement", kind: "lost_answer" });
        await expect(session.rows("SELECT 1 AS a")).rejects.toThrow();
      });
      const calls = await server().calls();
      expect(calls.filter((call) => call === "ExecuteStatement")).toHaveLength(3);
    });

    it("says what is wrong with the class and the SQLSTATE of Databricks", async () => {
      await inSession(async (session) => {
        for (const [sql, state] of [
          ["SELECT nope FROM range(1)", "42703"],
          ["SELEC 1", "42601"],
          ["SELECT * FROM main.names.missing", "42P01"],
          ["SELECT 1/0 AS a", "22012"],
        ] as const) {
          await expect(session.rows(sql)).rejects.toMatchObject({
            message: expect.stringMatching(/^\[[A-Z_.]+\] /),
            response: { sqlState: state },
          });
        }
      });
    });

    it("lists tables, columns and metric views with their comments", async () => {
      await server().sql(
        "CREATE SCHEMA IF NOT EXISTS main.listed",
        "CREATE TABLE main.listed.sales (id BIGINT, region STRING COMMENT 'where') USING delta COMMENT 'what was sold'",
      );
      await inSession(async (session) => {
        await session.rows(
          "CREATE OR REPLACE VIEW main.listed.kpi WITH METRICS LANGUAGE YAML AS $$\nversion: 1.1\n$$",
        );
        const place = { catalogName: "main", schemaName: "listed" };
        expect(await session.list("getTables", place)).toMatchObject([
          { TABLE_NAME: "sales", TABLE_TYPE: "TABLE", REMARKS: "what was sold" },
          { TABLE_NAME: "kpi", TABLE_TYPE: "METRIC_VIEW" },
        ]);
        expect(await session.list("getColumns", place)).toMatchObject([
          { COLUMN_NAME: "id", TYPE_NAME: "bigint", REMARKS: "" },
          { COLUMN_NAME: "region", TYPE_NAME: "string", REMARKS: "where" },
        ]);
        const [described] = await session.rows("DESCRIBE TABLE EXTENDED main.listed.kpi AS JSON");
        expect(JSON.parse(String(described?.json_metadata))).toMatchObject({
          type: "METRIC_VIEW",
          view_text: "\nversion: 1.1\n",
        });
      });
    });

    const inSession = (
      use: (session: Session) => Promise<void>,
      configuration: Record<string, string> = {},
    ) => openClient(server().connection, use, configuration);
  });
}
