import { describe, expect, it } from "vitest";
import type { Policy, Role } from "../contracts/policy.js";
import { policySetFor } from "./policy-set.js";

const VIEWS = [
  { name: "sales", relations: ["main.gold.sales", "main.gold.shops"] },
  { name: "stock", relations: ["main.gold.stock"] },
];
const role = (name: string, options: Partial<Role>): Role => ({
  name,
  members: [],
  views: [],
  rows: {},
  ...options,
});
const policy = (roles: Role[], options: Partial<Policy> = {}): Policy => ({
  tables: [],
  deniedColumns: [],
  unknownUsers: "everyone",
  roles,
  limits: {
    maxRows: 10,
    statementTimeoutMs: 1,
    maxScanBytes: null,
    tokensPerQuestion: null,
    usdPerUserPerDay: null,
  },
  ...options,
});
const everyone = role("everyone", { views: ["*"] });

describe("policySetFor", () => {
  it("gives everyone's rights only to users in no other role", () => {
    const p = policy([everyone, role("stock", { members: ["kim@example.com"], views: ["stock"] })]);
    expect(policySetFor(p, VIEWS, "local").views).toEqual(["sales", "stock"]);
    expect(policySetFor(p, VIEWS, "KIM@example.com").views).toEqual(["stock"]);
    expect(policySetFor(p, VIEWS, "kim@example.com").relations).toEqual(["main.gold.stock"]);
  });

  it("gives nothing to unknown users where the policy says so, not even its tables", () => {
    const p = policy([everyone], { unknownUsers: "nobody", tables: ["main.gold.sales"] });
    expect(policySetFor(p, VIEWS, "local")).toMatchObject({ views: [], relations: [] });
  });

  it("gives every view where no role is written", () => {
    expect(policySetFor(policy([]), VIEWS, "local").views).toEqual(["sales", "stock"]);
    expect(policySetFor(policy([role("a", { members: ["x"], views: ["*"] })]), VIEWS, "local").views).toEqual(
      [],
    );
  });

  it("adds the policy's tables, in lower case", () => {
    const set = policySetFor(policy([everyone], { tables: ["main.Gold.Extra"] }), VIEWS, "local");
    expect(set.relations).toEqual([
      "main.gold.extra",
      "main.gold.sales",
      "main.gold.shops",
      "main.gold.stock",
    ]);
  });

  it("joins the grants of several roles, and their rules by OR", () => {
    const p = policy([
      role("north", { members: ["a"], views: ["sales"], rows: { "main.gold.shops": "area = 'N'" } }),
      role("south", { members: ["a"], views: ["sales"], rows: { "main.gold.shops": "area = 'S'" } }),
      role("stock", { members: ["a"], views: ["stock"] }),
    ]);
    const set = policySetFor(p, VIEWS, "a");
    expect(set.views).toEqual(["sales", "stock"]);
    expect(set.rowRules).toEqual({ "main.gold.shops": "(area = 'N') OR (area = 'S')" });
  });

  it("drops a rule where another granting role has none, but not where that role grants another view", () => {
    const ruled = role("north", {
      members: ["a"],
      views: ["sales"],
      rows: { "main.gold.shops": "area = 'N'" },
    });
    const free = role("all", { members: ["a"], views: ["sales"] });
    const other = role("stock", { members: ["a"], views: ["stock"] });
    expect(policySetFor(policy([ruled, free]), VIEWS, "a").rowRules).toEqual({});
    expect(policySetFor(policy([ruled, other]), VIEWS, "a").rowRules).toEqual({
      "main.gold.shops": "area = 'N'",
    });
    const open = policy([ruled, other], { tables: ["main.gold.shops"] });
    expect(policySetFor(open, VIEWS, "a").rowRules).toEqual({});
  });

  it("says the same rule once, whatever the order of roles, and finds it in any case", () => {
    const a = role("a", { members: ["u"], views: ["sales"], rows: { "Main.Gold.Sales": "x = 1" } });
    const b = role("b", { members: ["u"], views: ["sales"], rows: { "main.gold.sales": "x = 1" } });
    const c = role("c", { members: ["u"], views: ["sales"], rows: { "main.gold.sales": "a = 2" } });
    expect(policySetFor(policy([a, b]), VIEWS, "u").rowRules).toEqual({ "main.gold.sales": "x = 1" });
    expect(policySetFor(policy([a, c]), VIEWS, "u").key).toBe(policySetFor(policy([c, a]), VIEWS, "u").key);
    expect(policySetFor(policy([c, a]), VIEWS, "u").rowRules["main.gold.sales"]).toBe("(a = 2) OR (x = 1)");
  });

  it("has one key for equal rights and another for any other right", () => {
    const base = policy([everyone]);
    const key = policySetFor(base, VIEWS, "a").key;
    expect(policySetFor(base, VIEWS, "b").key).toBe(key);
    const others = [
      policy([everyone], { deniedColumns: ["x"] }),
      policy([everyone], { tables: ["main.gold.extra"] }),
      policy([role("everyone", { views: ["sales"] })]),
      policy([role("everyone", { views: ["*"], rows: { "main.gold.stock": "a = 1" } })]),
      policy([everyone], { limits: { ...base.limits, maxRows: 11 } }),
    ].map((p) => policySetFor(p, VIEWS, "a").key);
    expect(new Set([key, ...others]).size).toBe(6);
  });
});
