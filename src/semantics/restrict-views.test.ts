import { describe, expect, it } from "vitest";
import type { ModelJoin, ModelView, Workspace } from "../contracts/semantic-model.js";
import { restrictViews } from "./restrict-views.js";

describe("restrictViews", () => {
  it("makes a restricted partner count, beside the view's own filter", () => {
    const view = restricted({ filter: "amount > 0", joins: [join({ on: "source.depot_id = depot.id" })] });
    expect(view.filter).toBe("(amount > 0) AND `depot`.`id` IS NOT NULL");
  });

  it("takes the key of USING, and the whole path of a nested join", () => {
    const nested = join({ name: "area", source: "main.gold.areas", on: null, using: ["area_id"] });
    const view = restricted(
      { joins: [join({ source: "main.gold.lanes", joins: [nested] })] },
      "main.gold.areas",
    );
    expect(view.filter).toBe("`depot`.`area`.`area_id` IS NOT NULL");
  });

  it("leaves views without the relation, and joins to many rows, as they are", () => {
    expect(restricted({ joins: [join({ source: "main.gold.other" })] }).filter).toBeNull();
    expect(restricted({ joins: [join({ cardinality: "one_to_many" })] }).filter).toBeNull();
  });

  it("changes nothing for people whose rows are not restricted", () => {
    const workspace = { views: [] } as unknown as Workspace;
    expect(restrictViews(workspace, {})).toBe(workspace);
  });
});

function restricted(fields: Partial<ModelView>, relation = "main.gold.depots"): ModelView {
  const view = { name: "v", filter: null, joins: [], ...fields } as unknown as ModelView;
  const [result] = restrictViews({ views: [view] } as unknown as Workspace, {
    [relation]: "area = 'North'",
  }).views;
  if (result === undefined) throw new Error("the view is gone");
  return result;
}

function join(fields: Partial<ModelJoin>): ModelJoin {
  return {
    name: "depot",
    source: "main.gold.depots",
    on: "source.depot_id = depot.id",
    using: [],
    cardinality: "many_to_one",
    joins: [],
    ...fields,
  } as ModelJoin;
}
