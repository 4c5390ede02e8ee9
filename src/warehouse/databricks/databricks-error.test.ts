import { describe, expect, it } from "vitest";
import { complaint, databricksError, wasTurnedAway } from "./databricks-error.js";

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
});
