import { describe, expect, it } from "vitest";
import { allRights, passage } from "../testing/small-shop.js";
import { visiblePassages } from "./visible-passages.js";

const sales = "main.gold.sales";
const pay = "main.hr.pay";

describe("passages that a user may be shown", () => {
  const all = [
    passage("view:sales", { kind: "view", relations: [sales] }),
    passage("view:pay", { kind: "view", relations: [pay] }),
    passage("margin", { kind: "kpi", relations: [sales] }),
    passage("pay bands", { kind: "kpi", relations: [sales, pay] }),
    passage("the year", { kind: "summary", relations: [sales] }),
    passage("words", { relations: [] }),
    passage("verified:a", { kind: "verified", relations: [pay] }),
  ];
  const ids = (overrides: Parameters<typeof allRights>[1], relations = [sales]) =>
    visiblePassages(all, allRights(relations, overrides)).map(({ id }) => id);

  it("speak of relations that the user may read, and of no other", () => {
    expect(ids({ views: ["sales"] })).toEqual(["view:sales", "margin", "the year", "words"]);
  });

  it("are all of them for who may read everything", () => {
    expect(ids({}, [sales, pay])).toEqual(all.map(({ id }) => id));
  });

  it("hold no figures over rows that the user may not see", () => {
    expect(ids({ views: ["sales"], rowRules: { [sales]: "region = 'EMEA'" } })).toEqual([
      "view:sales",
      "margin",
      "words",
    ]);
  });
});
