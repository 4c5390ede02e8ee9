import type { ApprovedSql, Parameters } from "../../contracts/policy.js";

/** SQL as if the gate had passed it. Tests of a driver stand behind the gate. */
export function approvedSql(sql: string, parameters: Parameters = {}, rowCap = 1000): ApprovedSql {
  return { sql, parameters, rowCap, relations: [], policyKey: "test" } as unknown as ApprovedSql;
}
