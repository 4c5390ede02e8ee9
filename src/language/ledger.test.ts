import { describe, expect, it } from "vitest";
import { EMPTY_THREAD } from "../contracts/reading.js";
import { readQuestion } from "./reader.js";
import { BIKES, lexiconOf } from "./testing/fixtures.js";

const rides = BIKES.views.rides;
const WITH_SMALL_WORDS = {
  ...BIKES,
  name: "bikes with guides",
  views: {
    ...BIKES.views,
    rides: { ...rides, fields: { ...rides?.fields, Guide: { values: ["How To", "Map"] } } },
  },
} as typeof BIKES;

describe("a value made of small words alone", () => {
  it.each([
    ["how to rides", ['"how to" was not read as the Guide "How To"; put it in quotes to mean that.']],
    ['"how to" rides', []],
    ["map rides", []],
  ])("is said where it was not read: %s", (question, notes) => {
    const context = { asOf: BIKES.asOf, thread: EMPTY_THREAD };
    const result = readQuestion(question, lexiconOf(WITH_SMALL_WORDS), context);
    expect(result.kind === "readings" ? result.readings[0]?.notes : result).toEqual(notes);
  });
});
