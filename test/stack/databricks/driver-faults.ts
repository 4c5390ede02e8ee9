import { inspect } from "node:util";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import {
  connectDriver,
  type DatabricksConnection,
} from "../../../src/warehouse/databricks/connect-driver.js";
import {
  type DatabricksWarehouse,
  openDatabricksWarehouse,
} from "../../../src/warehouse/databricks/databricks-warehouse.js";
import { approvedSql } from "../../../src/warehouse/testing/approved-sql.js";
import type { DatabricksServer, PlannedFault } from "../../databricks-server/start-server.js";
import "../../seed.js";
import { ENDLESS } from "./endless.js";

/** More rows than come with the first answer. */
const LONG = "SELECT id FROM range(150000) ORDER BY id";

/** What is left of the driver's promises when connections break, results are evicted, and callers go away. */
export function driverFaults(server: () => DatabricksServer): void {
  describe("the driver under faults", () => {
    beforeEach(() => server().clear());

    const submissions = async (): Promise<number> =>
      (await server().calls()).filter((call) => call === "ExecuteStatement").length;

    it.each<[string, PlannedFault["kind"], string, number]>([
      ["the connection closes", "lost_answer", "warehouse_unavailable", 120_000],
      ["the server fails", "status", "warehouse_unavailable", 120_000],
      ["the result is evicted", "lost_operation", "warehouse_failed", 120_000],
      // Databricks' driver waits for the rest of the answer: the caller's deadline ends it.
      ["an answer is cut", "cut_answer", "warehouse_timeout", 8_000],
    ])("gives an error and no part of the rows where %s in the middle", async (_, kind, code, timeoutMs) => {
      await inWarehouse(server().connection, async (warehouse) => {
        await server().fault({ method: "FetchResults", kind, status: 503 } as PlannedFault);
        const broken = warehouse.run(approvedSql(LONG, {}, 150_000), patient(timeoutMs));
        await expect(broken).rejects.toMatchObject({
          code,
          message: expect.not.stringContaining("Handle"),
        });
        expect(await submissions()).toBe(1);
        await server().clear();
        const { rows, truncated } = await warehouse.run(approvedSql(LONG, {}, 150_000), patient());
        expect([rows.length, rows.at(-1), truncated]).toEqual([150_000, [149_999], false]);
      });
    });

    it("cuts at exactly the cap, wherever the chunks end", async () => {
      await inWarehouse(server().connection, async (warehouse) => {
        for (const [count, cap] of [
          [9_999, 10_000],
          [10_000, 10_000],
          [10_001, 10_000],
          [20_001, 20_000],
          [20_000, 20_001],
          [0, 1],
          [1, 1],
          [2, 1],
        ] as const) {
          const counting = approvedSql(`SELECT id FROM range(${count})`, {}, cap);
          const { rows, truncated, columns } = await warehouse.run(counting, patient());
          expect([rows.length, truncated, columns.length]).toEqual([Math.min(count, cap), count > cap, 1]);
        }
      });
    });

    it("gives up at once where the warehouse asks for more patience than the caller has", async () => {
      await inWarehouse(server().connection, async (warehouse) => {
        const busy = { method: "ExecuteStatement", kind: "status", status: 429, times: 9 } as const;
        await server().fault({ ...busy, retry_after: 600 });
        await expect(warehouse.run(approvedSql("SELECT 1 AS a"), patient())).rejects.toMatchObject({
          code: "warehouse_unavailable",
          message: expect.stringContaining("too many"),
        });
        expect(await submissions()).toBe(1);
      });
    });

    it.each(["OpenSession", "ExecuteStatement"])("asks again where %s is turned away", async (method) => {
      await inWarehouse(server().connection, async (warehouse) => {
        await server().fault({ method, kind: "status", status: 503, times: 2 });
        expect((await warehouse.run(approvedSql("SELECT 1 AS a"), patient())).rows).toEqual([[1]]);
      });
      const calls = await server().calls();
      expect(calls.filter((call) => call === method)).toHaveLength(3);
      // A session outlives the statement that was turned away.
      const opened = calls.filter((call) => call === "OpenSession").length;
      expect(opened).toBe(method === "OpenSession" ? 3 : 1);
    });

    it("submits once what fails with words about sessions", async () => {
      await inWarehouse(server().connection, async (warehouse) => {
        for (const words of ["session 0123456789 not found", "Invalid SessionHandle"]) {
          await server().clear();
          const raising = approvedSql(`SELECT raise_error('${words}') AS a`);
          await expect(warehouse.run(raising, patient())).rejects.toMatchObject({ code: "warehouse_failed" });
          expect(await submissions()).toBe(1);
        }
      });
    });

    it("serves twenty questions at once over two sessions", async () => {
      await inWarehouse(
        server().connection,
        async (warehouse) => {
          const asked = Array.from({ length: 20 }, (_, n) =>
            warehouse.run(approvedSql("SELECT :n * 2 AS a", { n }), patient()),
          );
          const answers = (await Promise.all(asked)).map(({ rows }) => rows[0]?.[0]);
          expect(answers).toEqual(Array.from({ length: 20 }, (_, n) => n * 2));
        },
        { sessions: 2 },
      );
      expect((await server().calls()).filter((call) => call === "OpenSession")).toHaveLength(2);
      expect(await submissions()).toBe(20);
    });

    it("begins nothing for a caller that has gone", async () => {
      await inWarehouse(server().connection, async (warehouse) => {
        const gone = { signal: AbortSignal.abort(), timeoutMs: 10_000 };
        const asked = [1, 2, 3].map(() => warehouse.run(approvedSql("SELECT 1 AS a"), gone));
        for (const one of asked) await expect(one).rejects.toMatchObject({ code: "warehouse_cancelled" });
        expect(await server().calls()).toEqual([]);
      });
    });

    it("leaves no session and no statement behind, whenever callers go away", async () => {
      await inWarehouse(
        server().connection,
        async (warehouse) => {
          const caller = fc.record({
            after: fc.integer({ min: 0, max: 700 }),
            sql: fc.constantFrom("SELECT 1 AS a", LONG, ENDLESS),
            byDeadline: fc.boolean(),
          });
          await fc.assert(
            fc.asyncProperty(fc.array(caller, { minLength: 1, maxLength: 6 }), async (callers) => {
              const ends = await Promise.all(
                callers.map(({ after, sql, byDeadline }) => {
                  const leaving = new AbortController();
                  if (!byDeadline) setTimeout(() => leaving.abort(), after);
                  const timeoutMs = byDeadline ? after + 1 : 60_000;
                  return warehouse
                    .run(approvedSql(sql, {}, 150_000), { signal: leaving.signal, timeoutMs })
                    .then(
                      ({ rows }) => String(rows.length),
                      (error: { code: string }) => error.code,
                    );
                }),
              );
              for (const end of ends)
                expect(["1", "150000", "warehouse_timeout", "warehouse_cancelled"]).toContain(end);
            }),
            { numRuns: 8, endOnFailure: true },
          );
          await expect.poll(() => server().runningJobs(), { timeout: 60_000 }).toBe(0);
          // Only what the pool keeps for the next question.
          await expect
            .poll(async () => (await server().held()).sessions, { timeout: 60_000 })
            .toBeLessThanOrEqual(2);
          await expect.poll(async () => (await server().held()).operations, { timeout: 60_000 }).toBe(0);
          expect((await warehouse.run(approvedSql("SELECT 1 AS a"), patient())).rows).toEqual([[1]]);
        },
        { sessions: 2 },
      );
      await expect.poll(() => server().held(), { timeout: 60_000 }).toEqual({ sessions: 0, operations: 0 });
    });

    it("keeps credentials out of everything that an error carries", async () => {
      const { connection, credentials } = server();
      const secrets = [credentials.token, credentials.clientSecret];
      const encoded = secrets.map((secret) => Buffer.from(secret).toString("base64").slice(0, 12));
      const faults: PlannedFault[] = [
        { method: "ExecuteStatement", kind: "status", status: 401 },
        { method: "ExecuteStatement", kind: "status", status: 500 },
        { method: "ExecuteStatement", kind: "lost_answer" },
        { method: "FetchResults", kind: "lost_answer" },
        { method: "GetResultSetMetadata", kind: "status", status: 503, times: 9 },
        { method: "OpenSession", kind: "status", status: 403 },
      ];
      const errors: unknown[] = [];
      for (const fault of faults) {
        await server().clear();
        await server().fault(fault);
        await inWarehouse(connection, async (warehouse) => {
          await warehouse
            .run(approvedSql(LONG, {}, 150_000), patient(20_000))
            .catch((error) => errors.push(error));
        });
      }
      await inWarehouse({ ...connection, port: 1 }, async (warehouse) => {
        await warehouse.run(approvedSql(LONG), patient()).catch((error) => errors.push(error));
      });
      const broken = { kind: "token" as const, token: `${credentials.token}\n` };
      await connectDriver({ ...connection, auth: broken }, patient()).catch((error) => errors.push(error));
      expect(errors.length).toBeGreaterThanOrEqual(7);
      for (const error of errors) {
        const everything = inspect(error, {
          depth: 30,
          showHidden: true,
          maxStringLength: null,
          getters: true,
        });
        for (const secret of [...secrets, ...encoded]) expect(everything).not.toContain(secret);
      }
    });

    it("gives values at the ends of their types as they are", async () => {
      const sql = `SELECT * FROM VALUES
        (1, -9223372036854775808, 12345678901234567890.123456789012345678BD, double('NaN'), double('-Infinity'),
          TIMESTAMP'1969-12-31 23:59:59.999999 UTC', TIMESTAMP_NTZ'1969-12-31 23:59:59.999999', DATE'0001-01-01',
          INTERVAL '1 02:03:04.5' DAY TO SECOND, X'00FF', array(9007199254740991, NULL), named_struct('a', 'x', 'b', NULL)),
        (2, 9223372036854775807, -0.000000000000000001BD, 1e308D, -0D,
          TIMESTAMP'2024-10-27 00:30:00.000001 UTC', TIMESTAMP_NTZ'2024-03-31 02:30:00.1', DATE'9999-12-31',
          INTERVAL '-1' DAY, X'', array(), named_struct('a', 'y', 'b', 2)),
        (3, NULL, NULL, NULL, NULL, TIMESTAMP'2024-10-27 01:30:00.000001 UTC', NULL, NULL, NULL, NULL, NULL, NULL)
        AS t(id, big, exact, ratio, other, moment, clock, day, span, bytes, list, parts) ORDER BY id`;
      await inWarehouse(
        server().connection,
        async (warehouse) => {
          const { rows } = await warehouse.run(approvedSql(sql), patient());
          expect(rows.map((row) => [...row.slice(0, 8), ...row.slice(9)])).toEqual([
            [
              1,
              "-9223372036854775808",
              "12345678901234567890.123456789012345678",
              null,
              null,
              "1970-01-01 00:59:59.999999",
              "1969-12-31 23:59:59.999999",
              "0001-01-01",
              "00ff",
              "[9007199254740991,null]",
              '{"a":"x"}',
            ],
            [
              2,
              "9223372036854775807",
              -1e-18,
              1e308,
              0,
              "2024-10-27 02:30:00.000001",
              "2024-03-31 02:30:00.1",
              "9999-12-31",
              "",
              "[]",
              '{"a":"y","b":2}',
            ],
            [3, null, null, null, null, "2024-10-27 02:30:00.000001", null, null, null, null, null],
          ]);
          expect(rows.map((row) => typeof row[8])).toEqual(["string", "string", "object"]);
          const twice = warehouse.run(approvedSql("SELECT 1 AS a, 2 AS a"), patient());
          await expect(twice).rejects.toMatchObject({ message: expect.stringContaining("named a") });
          const none = await warehouse.run(approvedSql("SELECT id FROM range(0)"), patient());
          expect(none).toMatchObject({ rows: [], truncated: false });
        },
        { timezone: "Europe/Paris" },
      );
    });
  });
}

function patient(timeoutMs = 120_000) {
  return { signal: new AbortController().signal, timeoutMs };
}

async function inWarehouse(
  connection: DatabricksConnection,
  use: (warehouse: DatabricksWarehouse) => Promise<void>,
  { sessions = 4, timezone = "UTC" }: { sessions?: number; timezone?: string } = {},
): Promise<void> {
  const connected = await connectDriver(connection, patient());
  const warehouse = openDatabricksWarehouse({
    ...connected,
    catalog: "main",
    timezone,
    relations: [],
    statementTimeoutMs: 60_000,
    sessions,
  });
  try {
    await use(warehouse);
  } finally {
    await warehouse.close();
  }
}
