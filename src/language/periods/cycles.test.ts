import { describe, expect, it } from "vitest";
import { matchesIn } from "../../testing/period-trial.js";

const filter = (cycle: string, values: number[]) => ({ kind: "cycle_filter", cycle, values });
const group = (cycle: string) => ({ kind: "cycle_group", cycle });

describe("recurring parts of dates", () => {
  it.each([
    ["sales on weekends", filter("weekday", [6, 7])],
    ["weekend sales", filter("weekday", [6, 7])],
    ["orders on weekdays", filter("weekday", [1, 2, 3, 4, 5])],
    ["orders on business days", filter("weekday", [1, 2, 3, 4, 5])],
    ["sales on Mondays", filter("weekday", [1])],
    ["sales on Fridays, Mondays and Tuesdays", filter("weekday", [1, 2, 5])],
    ["sales Monday to Thursday", filter("weekday", [1, 2, 3, 4])],
    ["sales from Friday to Monday", filter("weekday", [1, 5, 6, 7])],
    ["sales Mon-Fri", filter("weekday", [1, 2, 3, 4, 5])],
    ["between Monday and Wednesday", filter("weekday", [1, 2, 3])],
    ["every Monday", filter("weekday", [1])],
    ["sales in Decembers", filter("month_of_year", [12])],
    ["sales every December", filter("month_of_year", [12])],
    ["sales by weekday", group("weekday")],
    ["sales by day of the week", group("weekday")],
    ["which weekday sells most", group("weekday")],
    ["busiest weekday", group("weekday")],
    ["sales by month of year", group("month_of_year")],
    ["sales by quarter of the year", group("quarter_of_year")],
    ["sales by hour of day", group("hour")],
  ])("%s", (text, expected) => expect(matchesIn(text)).toMatchObject([expected]));

  it("reads a month of each year as a filter and a trend", () => {
    expect(matchesIn("December of each year")).toMatchObject([
      filter("month_of_year", [12]),
      { kind: "grain", grain: "year" },
    ]);
  });

  it("keeps weekdays and weekends apart", () => {
    expect(matchesIn("weekdays vs weekends")).toHaveLength(2);
  });
});
