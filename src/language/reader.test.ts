import { describe, expect, it } from "vitest";
import { EMPTY_THREAD } from "../contracts/reading.js";
import { readQuestion } from "./reader.js";
import { BIKES, lexiconOf } from "./testing/fixtures.js";

const context = { asOf: BIKES.asOf, thread: EMPTY_THREAD };

describe("readQuestion", () => {
  it("reads a breakdown with a period, and a follow-up on it", () => {
    const lexicon = lexiconOf(BIKES);
    const first = readQuestion("What were trips by district last quarter?", lexicon, context);
    if (first.kind !== "readings") throw new Error(JSON.stringify(first));
    expect(first.readings).toHaveLength(1);
    const query = first.readings[0]?.query;
    expect(query).toMatchObject({
      view: "rides",
      select: [{ kind: "measure", measure: "Rides" }],
      groupBy: [{ kind: "field", field: "District" }],
      periods: [{ start: "2024-01-01", end: "2024-04-01" }],
    });
    if (query === undefined) return;
    const next = readQuestion("by bike type", lexicon, {
      ...context,
      thread: { ...EMPTY_THREAD, queries: [query] },
    });
    expect(next.kind === "readings" ? next.readings[0]?.query : next).toEqual({
      ...query,
      groupBy: [{ kind: "field", field: "Bike Type" }],
    });
  });
});
