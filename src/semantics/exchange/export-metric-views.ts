import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../contracts/errors.js";
import type { ModelView, Workspace } from "../../contracts/semantic-model.js";
import { quoteIfNeeded } from "../sql-fragment.js";

export interface ExportedViews {
  /** Statements that create the metric views on Databricks. */
  sql: string;
  /** What stays behind, one sentence each. */
  warnings: string[];
}

/**
 * DDL that deploys the workspace's metric views unchanged: each file stands in it as it is, under the schema of
 * its source or the one given. What only the overlay and the policy say is told as a loss. Throws AppError where a
 * file cannot be put into DDL.
 */
export async function exportMetricViews(
  workspace: Workspace,
  schema: string | null = null,
): Promise<ExportedViews> {
  const statements = [`USE CATALOG ${quoteIfNeeded(workspace.catalog)};`];
  for (const view of workspace.views) {
    const text = await readFile(join(workspace.root, view.place.file), "utf8");
    if (text.includes("$$")) {
      throw new AppError(
        "bad_export",
        "configuration",
        `${view.place.file} holds "$$", which ends the text of a view.`,
        "Write it in another way.",
      );
    }
    const name = [workspace.catalog, schema ?? schemaOf(view), view.name].map(quoteIfNeeded).join(".");
    statements.push(
      `CREATE OR REPLACE VIEW ${name} WITH METRICS LANGUAGE YAML AS $$\n${text.trimEnd()}\n$$;`,
    );
  }
  return {
    sql: `${statements.join("\n\n")}\n`,
    warnings: [...workspace.views.flatMap(lossesOf), ...workspaceLosses(workspace)],
  };
}

function schemaOf(view: ModelView): string {
  return view.relations[0]?.split(".")[1] ?? "default";
}

function lossesOf(view: ModelView): string[] {
  const lost = (what: string) => `\`${view.name}\`: ${what} has no place in a metric view.`;
  return [
    ...(view.timeField === null ? [] : [lost(`the time field \`${view.timeField}\``)]),
    ...(view.owner === null ? [] : [lost(`the owner ${view.owner}`)]),
    ...(view.endorsed ? [lost("the endorsement")] : []),
    ...(view.freshnessHours === null ? [] : [lost(`the freshness of ${view.freshnessHours} hours`)]),
    ...view.measures.flatMap((measure) =>
      measure.good === null ? [] : [lost(`the direction of \`${measure.name}\``)],
    ),
    ...view.measures.flatMap((measure) =>
      measure.additive === "all" ? [] : [lost(`the additivity of \`${measure.name}\``)],
    ),
    ...view.fields.flatMap((field) =>
      Object.keys(field.valueAliases).length === 0 ? [] : [lost(`aliases of values of \`${field.name}\``)],
    ),
  ];
}

function workspaceLosses(workspace: Workspace): string[] {
  const lost = (what: string) => `${what} has no place in a metric view.`;
  return [
    ...Object.keys(workspace.words.terms).map((term) => lost(`The term \`${term}\``)),
    ...(workspace.words.ignore.length === 0 ? [] : [lost("The list of ignored words")]),
    ...workspace.documents.map((document) => lost(`The document \`${document.title}\``)),
    ...workspace.verified.map((query) => lost(`The verified question \`${query.name}\``)),
    ...workspace.policy.roles.flatMap((role) =>
      Object.keys(role.rows).map((relation) =>
        lost(`The row rule of role \`${role.name}\` on \`${relation}\``),
      ),
    ),
  ];
}
