import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  complaint,
  databricksError,
  isLostSession,
  retryAfterMs,
  wasTurnedAway,
} from "./databricks-error.js";

describe("errors of Databricks", () => {
  it.each([
    [
      { statusCode: 401, message: "bad HTTP status code: 401" },
      "warehouse_unavailable",
      /credentials/,
      /DATABRICKS_TOKEN/,
    ],
    [
      { statusCode: 404, message: "bad HTTP status code: 404" },
      "warehouse_unavailable",
      /path/,
      /DATABRICKS_HTTP_PATH/,
    ],
    [
      { statusCode: 429, message: "bad HTTP status code: 429" },
      "warehouse_unavailable",
      /too many/,
      /minute/,
    ],
    [
      { statusCode: 503, message: "bad HTTP status code: 503" },
      "warehouse_unavailable",
      /reached/,
      /running/,
    ],
    [
      { name: "FetchError", message: "connect ECONNREFUSED" },
      "warehouse_unavailable",
      /reached/,
      /DATABRICKS_HOST/,
    ],
    [
      {
        message: "x",
        response: { sqlState: "42501", displayMessage: "[INSUFFICIENT_PERMISSIONS] no SELECT" },
      },
      "warehouse_failed",
      /INSUFFICIENT_PERMISSIONS/,
      /Grant/,
    ],
  ])("say what to do about %j", (cause, code, message, remedy) => {
    expect(databricksError(cause)).toMatchObject({
      code,
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(remedy),
    });
  });

  it("keep the first line and drop the prefix of Spark's exceptions", () => {
    const displayMessage =
      "[TABLE_OR_VIEW_NOT_FOUND] org.apache.spark.sql.AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] The table `gold`.`x` cannot be found.\n'Project [*]";
    expect(complaint({ response: { displayMessage } })).toBe(
      "[TABLE_OR_VIEW_NOT_FOUND] The table `gold`.`x` cannot be found.",
    );
  });

  it("quote no value of a cell", () => {
    const displayMessage =
      '[CAST_INVALID_INPUT] The value \'Jane Doe\' of the type "STRING" cannot be cast to "INT".';
    const error = databricksError({ response: { sqlState: "22018", displayMessage } });
    expect(error.message).toContain("CAST_INVALID_INPUT");
    expect(error.message).not.toContain("Jane Doe");
  });

  it("repeat only what never began", () => {
    expect([429, 503].map((statusCode) => wasTurnedAway({ statusCode }))).toEqual([true, true]);
    expect([500, 502, 504].map((statusCode) => wasTurnedAway({ statusCode }))).toEqual([false, false, false]);
    expect(wasTurnedAway(new Error("socket hang up"))).toBe(false);
  });

  it("open a session anew for the service's own words, and not for what a statement's error quotes", () => {
    for (const message of [
      "Invalid SessionHandle: the handle does not exist or has expired.",
      "Invalid SessionHandle: SessionHandle [01ef-2a]",
      "[INVALID_HANDLE.SESSION_CLOSED] The handle <x> is invalid. Session was closed.",
      "HiveSQLException: Invalid SessionHandle",
      "Session 01ef2a34-aaaa-bbbb does not exist",
    ]) {
      expect(isLostSession({ message })).toBe(true);
    }
    for (const message of [
      "[TABLE_OR_VIEW_NOT_FOUND] The table or view `session_log` cannot be found: not found",
      "[USER_RAISED_EXCEPTION] session 01ef2a34 not found",
      "[UNRESOLVED_COLUMN] A column `session` is invalid",
      "Invalid OperationHandle: the handle does not exist or has expired.",
    ]) {
      expect(isLostSession({ message })).toBe(false);
    }
  });

  it("say that a result is gone instead of naming a handle", () => {
    const gone = { message: "Invalid OperationHandle: the handle does not exist or has expired." };
    expect(databricksError(gone)).toMatchObject({ message: expect.stringContaining("no longer holds") });
  });

  it("carry no credentials of the request that failed", () => {
    const request = { headers: { Authorization: "Bearer dapi-secret" } };
    const cause = Object.assign(new Error("Max retry count exceeded"), {
      name: "RetryError",
      payload: { request, response: { status: 503, headers: {} } },
    });
    const header = new TypeError("Bearer dapi-secret\n is not a legal HTTP header value");
    for (const error of [databricksError(cause), databricksError(header)]) {
      expect(inspect(error, { depth: 20, showHidden: true })).not.toContain("dapi-secret");
      expect(error.cause).toBeInstanceOf(Error);
    }
  });

  it("tell how long the warehouse wants to be left alone", () => {
    const asked = (value: string | null) => ({
      statusCode: 429,
      response: { headers: new Headers(value === null ? {} : { "Retry-After": value }) },
    });
    expect(
      ["7", "0.5", "0", null, "Wed, 21 Oct 2026 07:28:00 GMT", "-1"].map((value) =>
        retryAfterMs(asked(value)),
      ),
    ).toEqual([7000, 500, 0, null, null, null]);
    expect([null, undefined, "text", {}].map(retryAfterMs)).toEqual([null, null, null, null]);
  });
});
