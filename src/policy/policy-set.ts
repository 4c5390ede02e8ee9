import { createHash } from "node:crypto";
import type { Policy, PolicySet, Role } from "../contracts/policy.js";

/** Relations that a metric view reads, three-part. */
export interface ViewRelations {
  name: string;
  relations: string[];
}

const EVERYONE = "everyone";

/**
 * What a user may do: the union of the grants of their roles. The role `everyone` holds only for users in no other
 * role, and not even for them where `unknown_users: nobody`. Where several roles grant a table, a role without a rule
 * for it gives all its rows; otherwise a row is visible that any of their rules allows.
 */
export function policySetFor(policy: Policy, views: readonly ViewRelations[], user: string): PolicySet {
  const roles = rolesOf(policy, user);
  const grants = roles.map((role) => ({ role, views: grantedViews(role, views) }));
  const viewNames = sorted(grants.flatMap((g) => g.views.map((v) => v.name)));
  const tables = roles.length === 0 ? [] : policy.tables.map(lower);
  const relations = sorted([
    ...grants.flatMap((g) => g.views.flatMap((v) => v.relations.map(lower))),
    ...tables,
  ]);
  const rowRules: Record<string, string> = {};
  for (const relation of relations) {
    const rule = ruleFor(relation, grants, tables);
    if (rule !== null) rowRules[relation] = rule;
  }
  const rights = {
    views: viewNames,
    relations,
    deniedColumns: sorted(policy.deniedColumns.map(lower)),
    rowRules,
    limits: policy.limits,
  };
  return { key: hash(rights), user, ...rights };
}

function rolesOf(policy: Policy, user: string): Role[] {
  const name = lower(user);
  const own = policy.roles.filter((role) => role.members.some((member) => lower(member) === name));
  if (own.length > 0) return own;
  if (policy.unknownUsers === "nobody") return [];
  const everyone = policy.roles.filter((role) => lower(role.name) === EVERYONE);
  if (policy.roles.length === 0) return [{ name: EVERYONE, members: [], views: ["*"], rows: {} }];
  return everyone;
}

function grantedViews(role: Role, views: readonly ViewRelations[]): ViewRelations[] {
  const names = new Set(role.views);
  return names.has("*") ? [...views] : views.filter((view) => names.has(view.name));
}

function ruleFor(
  relation: string,
  grants: readonly { role: Role; views: ViewRelations[] }[],
  tables: readonly string[],
): string | null {
  const granting = grants.filter(
    (g) => tables.includes(relation) || g.views.some((v) => v.relations.some((r) => lower(r) === relation)),
  );
  const rules = granting.map((g) => ruleOf(g.role, relation));
  const conditions: string[] = [];
  for (const rule of rules) {
    if (rule === null) return null;
    if (!conditions.includes(rule)) conditions.push(rule);
  }
  conditions.sort();
  return conditions.length === 1 ? (conditions[0] ?? null) : conditions.map((c) => `(${c})`).join(" OR ");
}

function ruleOf(role: Role, relation: string): string | null {
  const found = Object.entries(role.rows).find(([name]) => lower(name) === relation);
  return found ? found[1] : null;
}

const lower = (text: string) => text.toLowerCase();
const sorted = (names: readonly string[]) => [...new Set(names)].sort();

function hash(rights: object): string {
  return createHash("sha256").update(JSON.stringify(rights)).digest("hex").slice(0, 16);
}
