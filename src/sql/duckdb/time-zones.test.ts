import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DUCKDB_MACROS } from "./macros.js";
import { toDuckdb } from "./translate.js";

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:");
  connection = await instance.connect();
  await connection.run(DUCKDB_MACROS);
  await connection.run("SET TimeZone = 'Asia/Tokyo'");
}, 60_000);
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

async function answerOf(expression: string, timeZone?: string): Promise<unknown> {
  const sql = `SELECT CAST(${expression} AS string) AS v`;
  const translated = toDuckdb(sql, { catalog: "main", ...(timeZone ? { timeZone } : {}) });
  if (!translated.ok) return translated.construct;
  const reader = await connection.runAndReadAll(translated.sql);
  return reader.getRowsJson()[0]?.[0];
}

/** What Spark 4.0.1 answers with its session in UTC, whatever the clock of this machine. */
describe("clocks of time zones", () => {
  it.each([
    ["from_utc_timestamp(TIMESTAMP'2024-01-01 00:00:00', 'America/New_York')", "2023-12-31 19:00:00"],
    ["from_utc_timestamp(TIMESTAMP'2024-07-01 22:30:00', 'Europe/Berlin')", "2024-07-02 00:30:00"],
    ["from_utc_timestamp(TIMESTAMP'2024-03-31 00:59:59', 'Europe/Berlin')", "2024-03-31 01:59:59"],
    ["from_utc_timestamp(TIMESTAMP'2024-03-31 01:00:00', 'Europe/Berlin')", "2024-03-31 03:00:00"],
    ["from_utc_timestamp(DATE'2024-06-01', 'Asia/Kolkata')", "2024-06-01 05:30:00"],
    ["to_utc_timestamp(TIMESTAMP'2024-01-01 00:00:00', 'America/New_York')", "2024-01-01 05:00:00"],
    ["to_utc_timestamp(TIMESTAMP'2024-07-01 00:00:00', 'Europe/Berlin')", "2024-06-30 22:00:00"],
    ["to_utc_timestamp(TIMESTAMP'2024-10-27 02:30:00', 'Europe/Berlin')", "2024-10-27 00:30:00"],
    ["to_utc_timestamp(TIMESTAMP'2024-10-27 03:30:00', 'Europe/Berlin')", "2024-10-27 02:30:00"],
    ["to_utc_timestamp(TIMESTAMP'2024-03-31 02:30:00', 'Europe/Berlin')", "2024-03-31 01:30:00"],
    ["to_utc_timestamp(TIMESTAMP'2024-01-01 00:00:00', 'UTC')", "2024-01-01 00:00:00"],
  ])("%s = %s", async (expression, expected) => {
    expect(await answerOf(expression)).toBe(expected);
  });

  /** What Spark 4.0.1 answers with its session in Tokyo: the offset is that of the instant, not of the text. */
  it.each([
    ["from_utc_timestamp(TIMESTAMP'2024-03-31 00:59:59', 'Europe/Berlin')", "2024-03-31 01:59:59"],
    ["from_utc_timestamp(TIMESTAMP'2024-03-31 01:00:00', 'Europe/Berlin')", "2024-03-31 02:00:00"],
    ["from_utc_timestamp(DATE'2024-06-01', 'Asia/Kolkata')", "2024-06-01 05:30:00"],
    ["to_utc_timestamp(TIMESTAMP'2024-10-27 02:30:00', 'Europe/Berlin')", "2024-10-27 00:30:00"],
    ["to_utc_timestamp(TIMESTAMP'2024-10-27 03:30:00', 'Europe/Berlin')", "2024-10-27 01:30:00"],
    ["to_utc_timestamp(TIMESTAMP'2024-03-31 02:30:00', 'Europe/Berlin')", "2024-03-31 01:30:00"],
  ])("%s = %s on Tokyo's clock", async (expression, expected) => {
    expect(await answerOf(expression, "Asia/Tokyo")).toBe(expected);
  });

  it("count seconds to the moment that the session's clock shows", async () => {
    const seconds = (clock: string) => String(Date.parse(clock) / 1000);
    for (const count of ["unix_timestamp(x)", "CAST(x AS BIGINT)", "CAST(CAST(x AS DOUBLE) AS BIGINT)"]) {
      const expression = count.replace(/\bx\b/, "TIMESTAMP'2024-07-01 09:00:00'");
      expect(await answerOf(expression)).toBe(seconds("2024-07-01T09:00:00Z"));
      expect(await answerOf(expression, "Asia/Tokyo")).toBe(seconds("2024-07-01T09:00:00+09:00"));
    }
    expect(await answerOf("unix_timestamp(DATE'2024-07-01')", "Asia/Tokyo")).toBe(
      seconds("2024-07-01T00:00:00+09:00"),
    );
  });

  it.each(["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Paris"])(
    "show now and today in %s, wherever the machine stands",
    async (zone) => {
      const clock = () => new Date().toLocaleString("sv-SE", { timeZone: zone });
      const before = clock();
      const shown = [
        String(await answerOf("now()", zone)),
        String(await answerOf("current_timestamp", zone)),
        String(await answerOf("localtimestamp()", zone)),
      ];
      const days = [await answerOf("current_date", zone), await answerOf("curdate()", zone)];
      const after = clock();
      for (const text of shown) {
        expect(text.slice(0, 19) >= before && text.slice(0, 19) <= after).toBe(true);
      }
      for (const day of days) expect([before.slice(0, 10), after.slice(0, 10)]).toContain(day);
    },
  );

  it("are named by the time-zone database; other names are refused", async () => {
    for (const zone of ["'PST'", "'+02:00'", "'GMT+1'", "concat('Europe', '/Berlin')"]) {
      expect(await answerOf(`from_utc_timestamp(TIMESTAMP'2024-01-01 00:00:00', ${zone})`)).toBe(
        "from_utc_timestamp",
      );
    }
  });
});

it("refuses doubled quotes: Spark 4.0 reads them as two texts, and the gate writes them with a backslash", () => {
  const said = (sql: string) => {
    const translated = toDuckdb(sql, { catalog: "main" });
    return translated.ok ? translated.sql : translated.construct;
  };
  expect(said("SELECT 'it''s'")).toBe("doubled quotes");
  expect(said('SELECT "a""b"')).toBe("doubled quotes");
  expect(said("SELECT ''''")).toBe("doubled quotes");
  expect(said("SELECT 'it\\'s', '', 'a' 'b', r'x', 'say \"\"'")).toContain("'it''s'");
});
