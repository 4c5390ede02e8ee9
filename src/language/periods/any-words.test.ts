import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDay } from "../../calendar/day.js";
import { WEEKDAYS } from "../../contracts/dates.js";
import type { Period } from "../../contracts/metric-query.js";
import { matchesIn } from "../../testing/period-trial.js";

const WORDS =
  "last this past next previous of the in from to between and vs since until before after for by each every per on over same first second third half quarter quarters month months week weeks day days year years fiscal fy2017 fy17 q1 q4 h1 march may january dec 2016 2017 17 5 31 5th 03/05/2017 2017-03-05 2017-03 monday mondays weekend weekends yesterday today ytd ago so far date rolling 3 twelve a couple 12-month jan-mar 2016-2017 week, year's compared growth than yoy mom to-date sales top more orders -- ' , 0 99999 9999999999 99/99/9999 2017-13-45".split(
    " ",
  );

describe("any words at all", () => {
  it("never throw, and every match lies in order inside the question with sound periods", () => {
    const words = fc.array(fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 8 })), {
      maxLength: 14,
    });
    const rules = fc.record({
      weekStarts: fc.constantFrom(...WEEKDAYS),
      fiscalYearStarts: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(words, rules, (parts, calendar) => {
        const text = parts.join(" ");
        const count = text.split(/\s+/).filter((raw) => raw !== "").length;
        let end = 0;
        for (const match of matchesIn(text, { rules: calendar })) {
          expect(match.from).toBeGreaterThanOrEqual(end);
          expect(match.to).toBeGreaterThan(match.from);
          end = match.to;
          if (match.kind === "period") {
            expect(match.periods.length).toBeGreaterThan(0);
            for (const period of [match.periods, ...match.alternatives].flat()) sound(period);
          }
          if (match.strength === "fuzzy" && match.kind === "period") expect(match.notes).not.toEqual([]);
        }
        expect(end).toBeLessThanOrEqual(count);
      }),
      { numRuns: 400 },
    );
  });

  it("stay quick on the longest question", () => {
    const text = Array.from({ length: 1500 }, (_, index) => WORDS[(index * 7) % WORDS.length]).join(" ");
    // Processor time: other work on the machine is none of its business.
    const before = process.cpuUsage();
    matchesIn(text);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(1500);
  });
});

function sound(period: Period): void {
  for (const edge of [period.start, period.end]) expect(edge === null || isDay(edge)).toBe(true);
  expect(period.label).not.toBe("");
  if (period.start === null || period.end === null) return;
  if (period.toDate) expect(period.start <= period.end).toBe(true);
  else expect(`${period.start} ${period.end} ${period.start < period.end}`).toContain("true");
}
