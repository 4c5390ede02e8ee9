import { describe, expect, it } from "vitest";
import { createNarrowing } from "./narrowing.js";
import { plainView, profileOf } from "./testing/small-shop.js";

describe("views that can hold an answer", () => {
  const views = [
    plainView("orders", ["Country"], ["Revenue"]),
    plainView("visits", ["Page"], ["Clicks"]),
    plainView("payroll", ["Team"], ["Wages"]),
  ];
  const narrowing = createNarrowing(views, [
    profileOf("orders", ["2020-01-01", "2020-12-31"], { Country: ["New Zealand"] }),
    profileOf("visits", ["2023-01-01", "2023-12-31"], { Page: ["pricing"] }),
  ]);

  it("are those with a name that the question says", () => {
    expect([...narrowing.views("How many clicks?", null)]).toEqual(["visits"]);
  });

  it("are those with a value that the question says", () => {
    expect([...narrowing.views("anything from Zealand", null)]).toEqual(["orders"]);
  });

  it("are all with rows where the question names nothing known", () => {
    expect([...narrowing.views("how is it going", null)]).toEqual(["orders", "visits"]);
  });

  it("have a day of the period; its end is not in it", () => {
    const period = (from: string | null, to: string | null) => [...narrowing.views("going", { from, to })];
    expect(period("2021-01-01", null)).toEqual(["visits"]);
    expect(period("2020-12-31", "2023-01-01")).toEqual(["orders"]);
    expect(period("2020-12-31", "2023-01-02")).toEqual(["orders", "visits"]);
    expect(period(null, "2020-01-01")).toEqual([]);
  });

  it("are never those without a profile under the user's rights", () => {
    expect([...narrowing.views("wages by team", null)]).toEqual(["orders", "visits"]);
  });
});
