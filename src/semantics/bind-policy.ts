import type { ConfigProblem } from "../contracts/errors.js";
import type { Catalog } from "../contracts/policy.js";
import type { Workspace } from "../contracts/semantic-model.js";
import { didYouMean } from "./closest-name.js";
import { columnsOf, readExpression } from "./expression.js";
import { POLICY_FILE } from "./policy-file.js";

/** Checks that row rules are conditions over columns of their tables: a rule that cannot hold must not be half applied. */
export function bindPolicyRules(workspace: Workspace, catalog: Catalog, problems: ConfigProblem[]): void {
  for (const role of workspace.policy.roles) {
    for (const [relation, condition] of Object.entries(role.rows)) {
      const what = `The row rule of role \`${role.name}\` on \`${relation}\``;
      const add = (message: string, remedy: string) =>
        problems.push({ file: POLICY_FILE, line: 1, message: `${what} ${message}`, remedy });
      const read = readExpression(condition);
      const table = catalog.tables.find((candidate) => candidate.name === relation);
      if (!read.ok) add(`cannot be read: ${read.message}`, "Correct the condition.");
      if (!read.ok || !table) continue;
      const names = table.columns.map((column) => column.name);
      for (const column of columnsOf(read.expr)) {
        const name = column.parts.at(-1)?.name ?? "";
        if (names.some((known) => known.toLowerCase() === name.toLowerCase())) continue;
        add(`uses \`${name}\`, which the table does not have.`, didYouMean(name, names));
      }
    }
  }
}
