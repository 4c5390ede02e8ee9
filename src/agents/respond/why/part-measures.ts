import type { MetricQuery, Selection } from "../../../contracts/metric-query.js";
import type { ModelMeasure, ModelView, Workspace } from "../../../contracts/semantic-model.js";
import { formulaOf } from "./measure-formula.js";

/** What a part of a "why" selects: the number itself, then the aggregates that it is computed from. */
export function partSelections(selection: Selection | undefined, view: ModelView | null): Selection[] {
  if (selection === undefined || view === null) return selection === undefined ? [] : [selection];
  const formula = formulaOf(selection, view);
  return [
    selection,
    ...(formula?.atoms ?? []).map((atom, at): Selection => {
      return atom.kind === "selection" ? atom.selection : { kind: "measure", measure: partName(at) };
    }),
  ];
}

/** The workspace with a measure for each aggregate that the parts of this query select. */
export function withPartMeasures(workspace: Workspace, query: MetricQuery): Workspace {
  const views = workspace.views.map((view): ModelView => {
    const formula = view.name === query.view ? formulaOf(query.select[0], view) : null;
    if (formula === null) return view;
    const measures = formula.atoms.flatMap((atom, at): ModelMeasure[] =>
      atom.kind === "selection"
        ? []
        : [
            {
              ...atom.owner,
              name: partName(at),
              expr: atom.sql,
              format: null,
              ratio: false,
              emptyIsZero: true,
            },
          ],
    );
    return { ...view, measures: [...view.measures, ...measures] };
  });
  return { ...workspace, views };
}

function partName(at: number): string {
  return `part ${at + 1} of the number`;
}
