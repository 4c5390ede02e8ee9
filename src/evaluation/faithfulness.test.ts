import { describe, expect, it } from "vitest";
import type { Answer } from "../contracts/answer.js";
import { unprovenNumbers } from "./faithfulness.js";

const answerOf = (change: Partial<Answer>): Answer =>
  ({
    path: "compiled",
    question: "top 5 states by sales",
    headline: "",
    narrative: "",
    columns: [
      { name: "State", type: "string", role: "dimension" },
      { name: "Sales", type: "number", role: "measure", unit: "USD" },
    ],
    rows: [
      ["California", 146388.34],
      ["Washington", 65540.02],
    ],
    interpretation: [
      { words: "top", as: "top" },
      { words: "5", as: "5" },
    ],
    ...change,
  }) as unknown as Answer;

describe("numbers of a text", () => {
  it("are proved by the rows, whatever bare number the question was read with", () => {
    const narrative = "California has $146,388, before Washington with $65,540.";
    expect(unprovenNumbers(answerOf({ narrative }))).toEqual([]);
  });

  it("that no row gives are found", () => {
    expect(unprovenNumbers(answerOf({ headline: "Sales were $77,000." }))).toEqual(["$77,000"]);
  });
});
