import type { LeafFilter } from "../../contracts/metric-query.js";
import type { Construct } from "../claim.js";
import {
  type Frame,
  groupIndex,
  type Item,
  type ItemOf,
  lacksField,
  lacksMeasure,
  measureSelection,
  selectIndex,
  valuesFilter,
} from "../frame.js";
import { phraseTable } from "../phrase-table.js";

const SHARE = phraseTable([
  [
    "what|which|the|as|a|an? share|percentage|percent|pct|%|proportion|fraction|portion|part of the|all|our?",
    null,
  ],
  ["share|percentage|percent|pct|%|proportion of the? total|overall|whole|all", null],
  ["as a|an? share|percentage|percent|pct|%|proportion|fraction of? the? total|overall|whole?", null],
  ["share|shares|percentages|percentage|proportion|proportions|pct|%|contribution|contributions", null],
  ["contribution|contributions of|to|from the?", null],
  ["contribute|contributes|contributed|contributing to?", null],
  ["makes|make|made up", null],
  ["accounts|account|accounted for", null],
  ["percent|% share|contribution of?", null],
  ["how much|many of the|our|all?", null],
  ["relative|percentage distribution|breakdown of?", null],
]);
const UNIT = phraseTable([["in|as percent|percentage|percentages|pct|% terms?", null]]);
const MOVING = /^(grow|grew|chang|increas|decreas|declin|drop|fell|fall|ris|rose|yoy|mom|qoq|differ)/;

/** Before a value these say that it is the part: "… of orders in the West are returns". */
const PREDICATE = new Set("is are was were being".split(" "));

/** "Share of sales by category", "what percent of sales is Furniture", "as a share of the total". */
export const share: Construct = {
  name: "share",
  turn: 190,
  propose: ({ words }) =>
    [
      ...SHARE.matches(words),
      // "Growth in percent" asks for no share.
      ...(words.some(({ norm }) => MOVING.test(norm)) ? [] : UNIT.matches(words)),
    ].map(({ from, to }) => ({
      from,
      to,
      as: "as a share of the total",
      mark: markShare,
      build: buildShare,
      finish: finishShare,
    })),
};

function markShare(frame: Frame, at: number): void {
  const own = frame.items[at];
  if (own !== undefined) own.role = "used";
  if (frame.flags.has("share") || dividesMeasures(frame, at)) return;
  frame.flags.set("share", true);
  const subjects = subjectsOf(frame, at);
  for (const item of subjects) item.role = "subject";
  // "As a percentage of country": each country is the whole.
  const whole = frame.items[at + 1];
  if (whole?.kind !== "field" || whole.role !== "free" || !/^as\b.*\bof$/i.test(own?.words ?? "")) return;
  whole.role = "used";
  whole.as = `within each ${whole.field.name}`;
  frame.flags.set("share within", whole.field.name);
}

/** "Overtime share of hours", "curtailment as % of energy": one measure as a part of another. */
function dividesMeasures(frame: Frame, at: number): boolean {
  const [part, own, whole] = [frame.items[at - 1], frame.items[at], frame.items[at + 1]];
  if (part?.kind !== "measure" || whole?.kind !== "measure" || !/\bof$/i.test(own?.words ?? "")) return false;
  if (part.role !== "free" || whole.role !== "free" || part.measure === whole.measure) return false;
  part.role = whole.role = "used";
  frame.flags.set("own selection", true);
  frame.flags.set("divided share", true);
  selectIndex(frame.draft, {
    kind: "ratio",
    numerator: measureSelection(part.measure),
    denominator: measureSelection(whole.measure),
  });
  return true;
}

/**
 * Values whose share is asked: those right before ("Furniture's share") or right after "share of"; else the first
 * field's values after the measure. A value between "share of" and the measure belongs to the total.
 */
function subjectsOf(frame: Frame, at: number): ItemOf<"value">[] {
  const values = (from: number, to: number): ItemOf<"value">[] =>
    frame.items
      .slice(from, to)
      .filter((item): item is ItemOf<"value"> => item.kind === "value" && item.role === "free");
  const before = frame.items[at - 1];
  if (before?.kind === "value") return sameField(values(0, at).reverse());
  const measure = frame.items.findIndex((item, index) => index > at && item.kind === "measure");
  const split = measure < 0 ? at : measure;
  const after = values(split, frame.items.length);
  const between = values(at, split);
  if (after.length > 0) {
    const predicated = after.filter((item) => isPredicated(frame, item));
    if (predicated.length > 0) return sameField(predicated);
    // Split by a field, the values beside it say which total is meant.
    if (isSplit(frame)) return [];
    const link = frame.items[split + 1];
    // "share of Furniture in West sales" has its subject first; "share of West sales that is Furniture" last.
    if (between.length > 0 && link?.kind === "link" && link.word === "in") return sameField(between);
    return sameField(after);
  }
  return sameField(between.length > 0 ? between : values(0, at));
}

/** "… are returns", but not "where the status is returned". */
function isPredicated(frame: Frame, item: ItemOf<"value">): boolean {
  const at = frame.items.indexOf(item);
  const named = frame.items.slice(Math.max(0, at - 2), at).some((other) => other.kind === "field");
  return PREDICATE.has(frame.words[item.from - 1]?.norm ?? "") && !named;
}

function isSplit(frame: Frame): boolean {
  return frame.items.some(
    (item, at) =>
      item.kind === "operation" &&
      item.operation.construct === "breakdown" &&
      frame.items[at + 1]?.kind === "field",
  );
}

function sameField(items: ItemOf<"value">[]): ItemOf<"value">[] {
  return items.filter((item) => item.field.name === items[0]?.field.name);
}

function subjectFilter(frame: Frame): LeafFilter[] {
  const subjects = frame.items.filter(
    (item): item is ItemOf<"value"> => item.kind === "value" && item.role === "subject",
  );
  const [first] = subjects;
  return first === undefined
    ? []
    : [
        valuesFilter(
          first.field.name,
          subjects.map(({ value }) => value),
        ),
      ];
}

/** "The share of rides with helmet": without a split, what is so is the part, not a bound of the whole. */
function yesSubject({ draft, flags }: Frame): LeafFilter[] {
  const filter = flags.get("yes filter") as LeafFilter | undefined;
  if (filter === undefined || draft.groupBy.length > 0) return [];
  draft.filters = draft.filters.filter((other) => JSON.stringify(other) !== JSON.stringify(filter));
  return [filter];
}

function buildShare(frame: Frame): void {
  if (frame.flags.has("divided share")) return;
  if (frame.draft.select.length === 0 && frame.base === null)
    frame.problem = lacksMeasure("A share of which measure?");
}

function finishShare(frame: Frame): void {
  const { draft } = frame;
  if (frame.flags.has("divided share")) return;
  if (draft.share !== null && draft.share.only.length > 0) return;
  const only = [...subjectFilter(frame), ...yesSubject(frame)];
  const field = only[0]?.kind === "values" ? only[0].field : null;
  const own = field === null ? null : groupIndex(draft, { kind: "field", field });
  if (draft.groupBy.length === 0) {
    frame.problem = lacksField("A share by what? Name a field to split by.");
    return;
  }
  const marked = (frame.flags.get("each") as Set<Item> | undefined) ?? new Set<Item>();
  const each = new Set([...marked].flatMap((item) => (item.kind === "field" ? [item.field.name] : [])));
  const whole = frame.flags.get("share within") as string | undefined;
  if (whole !== undefined) {
    groupIndex(draft, { kind: "field", field: whole });
    each.add(whole);
  }
  const within = draft.groupBy.flatMap((grouping, index) => {
    if (index === own || draft.groupBy.length < 2) return [];
    if (own !== null || grouping.kind !== "field") return [index];
    return each.has(grouping.field) ? [index] : [];
  });
  draft.share = { within: within.length < draft.groupBy.length ? within : [], only };
}
