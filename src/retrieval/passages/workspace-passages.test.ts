import { expect, it } from "vitest";
import type { Workspace } from "../../contracts/semantic-model.js";
import { plainView } from "../testing/small-shop.js";
import { workspacePassages } from "./workspace-passages.js";

it("makes a passage of each view, each section and each verified question that can be read", () => {
  const verified = (name: string) => ({
    name,
    question: `Ask ${name}?`,
    sql: "SELECT 1",
    verifiedAt: null,
    verifiedBy: null,
    onboarding: false,
    place: { file: "verified.yaml", line: 1 },
  });
  const [revenue] = plainView("sales", [], ["Revenue"]).measures;
  const workspace = {
    root: "/data/shop",
    views: [
      {
        ...plainView("daily_sales", ["Region"], [], "One row a day."),
        measures: revenue ? [{ ...revenue, synonyms: ["turnover"], comment: "Net of tax" }] : [],
      },
    ],
    documents: [
      {
        title: "Margin",
        kind: "kpi",
        tables: ["main.Gold.Sales"],
        body: "Of sales.\n# Gross\nAll.",
        file: "/data/shop/docs/m.md",
      },
    ],
    verified: [verified("good"), verified("broken")],
  } as unknown as Workspace;
  const passages = workspacePassages(workspace, ({ name }) => (name === "good" ? ["main.gold.sales"] : null));
  expect(passages.map(({ id, kind, title }) => [id, kind, title])).toEqual([
    ["view:daily_sales", "view", "daily sales"],
    ["document:docs/m.md#0", "kpi", "Margin"],
    ["document:docs/m.md#1", "kpi", "Margin: Gross"],
    ["verified:good", "verified", "good"],
  ]);
  expect(passages[0]?.text).toBe(
    "One row a day.\nMeasures: Revenue (turnover): Net of tax.\nFields: Region.",
  );
  expect(passages[1]?.relations).toEqual(["main.gold.sales"]);
});
