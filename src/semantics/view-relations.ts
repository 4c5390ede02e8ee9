import type { ConfigProblem } from "../contracts/errors.js";
import type { ModelJoin, ModelView, SourcePlace } from "../contracts/semantic-model.js";
import { normalizeRelation } from "./relation-name.js";
import { isQuery, readSourceQuery } from "./source-query.js";

/** Gives sources of a view and its joins their full names and lists every relation that the view reads. */
export function resolveRelations(view: ModelView, catalog: string, problems: ConfigProblem[]): ModelView {
  const relations = new Set<string>();
  const full = (source: string, place: SourcePlace): string => {
    if (source === "") return source;
    if (!isQuery(source)) {
      const name = normalizeRelation(source, catalog);
      if (name !== null) relations.add(name);
      else {
        problems.push({
          ...place,
          message: `The source \`${source}\` is neither a table nor a SELECT.`,
          remedy: "Write <schema>.<table>, <catalog>.<schema>.<table> or a SELECT.",
        });
      }
      return name ?? source;
    }
    const query = readSourceQuery(source, catalog);
    if (!query.ok) {
      problems.push({
        ...place,
        message: `The source cannot be read: ${query.message}`,
        remedy: "Correct the SELECT.",
      });
      return source;
    }
    for (const relation of query.relations) relations.add(relation);
    for (const name of query.unknown) {
      problems.push({
        ...place,
        message: `The source reads \`${name}\`, which has no schema.`,
        remedy: "Write <schema>.<table>.",
      });
    }
    return query.sql;
  };
  const joinOf = (join: ModelJoin): ModelJoin => ({
    ...join,
    source: full(join.source, join.place ?? view.place),
    joins: join.joins.map(joinOf),
  });
  const source = full(view.source, view.place);
  const joins = view.joins.map(joinOf);
  return { ...view, source, joins, relations: [...relations] };
}
