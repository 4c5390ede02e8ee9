import { describe, expect, it } from "vitest";
import { namedParameters } from "./named-parameters.js";

const make = (type: string, value: string | number | bigint | boolean | null | undefined) => ({
  type,
  value,
});

describe("parameters for Databricks", () => {
  it("carry the type that the statement was compiled for", () => {
    const parameters = {
      text: "O'Hara",
      whole: 12,
      part: 0.5,
      flag: false,
      none: null,
      day: { type: "date" as const, value: "2024-02-29" },
    };
    expect(namedParameters(parameters, make)).toEqual({
      text: { type: "STRING", value: "O'Hara" },
      whole: { type: "BIGINT", value: 12n },
      part: { type: "DOUBLE", value: 0.5 },
      flag: { type: "BOOLEAN", value: false },
      none: { type: "VOID", value: undefined },
      day: { type: "DATE", value: "2024-02-29" },
    });
  });

  it("refuse what is no date", () => {
    expect(() => namedParameters({ day: { type: "date", value: "2024-2-9" } }, make)).toThrow(
      /:day is not a date/,
    );
  });
});
