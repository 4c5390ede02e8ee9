import type { MetricQuery, Selection } from "../../../contracts/metric-query.js";
import type { ModelMeasure, ModelView, Workspace } from "../../../contracts/semantic-model.js";
import { isSummable } from "../../../semantics/bind-measures.js";
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
    const measures = formula.atoms.flatMap((atom, at) =>
      atom.kind === "selection" ? [] : [partMeasure(atom.owner, atom.sql, partName(at), view)],
    );
    return { ...view, measures: [...view.measures, ...measures] };
  });
  return { ...workspace, views };
}

/** A ratio is summed over nothing, but the amounts in it are; an amount keeps what the overlay says of it. */
function partMeasure(owner: ModelMeasure, expr: string, name: string, view: ModelView): ModelMeasure {
  const additive = isSummable(view, owner.name) ? owner.additive : "all";
  return { ...owner, name, expr, additive, format: null, ratio: false, emptyIsZero: true };
}

function partName(at: number): string {
  return `part ${at + 1} of the number`;
}
