import { assertUnreachable } from "../../contracts/errors.js";
import type {
  Grouping,
  Having,
  LeafFilter,
  MetricQuery,
  Selection,
  SimpleSelection,
} from "../../contracts/metric-query.js";
import type { ModelView } from "../../contracts/semantic-model.js";
import { phraseFilter } from "./filter-words.js";
import { named, type Style } from "./style.js";
import { phraseGrouping, phraseTime } from "./time-words.js";

/** The words for a query in one style; whether they read back is for the caller to see. */
export function composeQuestion(query: MetricQuery, view: ModelView, style: Style): string {
  const parts = [
    head(query, view, style),
    ...query.filters.map((filter) => phraseFilter(filter, view, style)),
    ...query.having.map((having) => phraseHaving(having, query, view, style)),
    phraseTime(query, view),
    phraseComparison(query),
    phraseOrder(query, style),
    style.view ? `in the ${named(view.name, style)} view` : "",
  ];
  const text = parts.filter((part) => part !== "").join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function head(query: MetricQuery, view: ModelView, style: Style): string {
  const groups = (indexes: readonly number[]) =>
    joined(indexes.flatMap((i) => (query.groupBy[i] ? [phraseGrouping(query.groupBy[i], view, style)] : [])));
  const all = query.groupBy.map((_, i) => i);
  if (query.mode === "list")
    return `list the ${joined(query.groupBy.map((g) => phraseGrouping(g, view, style)))}`;
  const numbers = joined(
    query.select.map((selection) => phraseSelection(selection, view, style, unitOf(query))),
  );
  if (query.apart)
    return `${numbers} ${query.apart.only.map((filter) => phraseFilter(filter, view, style)).join(" ")} vs the rest`;
  if (query.rank !== null) return rankHead(query, view, style, numbers);
  if (query.top !== null) return topHead(query, view, style, groups);
  if (query.share !== null) return shareHead(query, view, style, numbers, groups);
  return all.length === 0 ? numbers : `${numbers} by ${groups(all)}`;
}

function unitOf({ groupBy }: MetricQuery): string {
  const time = groupBy.find(({ kind }) => kind === "time");
  return time?.kind === "time" ? time.grain.replace("_", " ") : "period";
}

function topHead(
  query: MetricQuery,
  view: ModelView,
  style: Style,
  groups: (indexes: readonly number[]) => string,
): string {
  const [order] = query.order;
  const { count, per } = query.top ?? { count: 0, per: [] };
  const own = query.groupBy.map((_, i) => i).filter((i) => !per.includes(i));
  const word = order?.direction === "asc" ? "bottom" : "top";
  const by = order?.by.kind === "select" ? query.select[order.by.index] : undefined;
  const measure = by === undefined ? "" : ` by ${phraseSelection(by, view, style)}`;
  const changed =
    order?.by.kind === "select"
      ? { value: "", share: "", change: " change", change_ratio: " percent change" }[order.by.of]
      : "";
  const each = per.length === 0 ? "" : ` in each ${groups(per)}`;
  const from = query.top?.from;
  const place =
    from === undefined ? `${word} ${count}` : `${ordinal(from)} ${word === "top" ? "highest" : "lowest"}`;
  const ranked = `${query.top?.both ? `top and bottom ${count}` : place} ${groups(own)}${measure}${changed}${each}${query.top?.rest ? " and the rest" : ""}`;
  return query.select.length > 1 || query.share !== null
    ? `${query.share === null ? "" : "share of "}${joined(query.select.map((s) => phraseSelection(s, view, style)))} for the ${ranked}`
    : ranked;
}

/** "2nd", "11th", "23rd". */
function ordinal(place: number): string {
  const teen = place % 100 > 10 && place % 100 < 14;
  return `${place}${(teen ? undefined : ["th", "st", "nd", "rd"][place % 10]) ?? "th"}`;
}

function rankHead(query: MetricQuery, view: ModelView, style: Style, numbers: string): string {
  const only = query.rank?.only ?? [];
  if (only.length === 0)
    return `rank the ${joined(query.groupBy.map((g) => phraseGrouping(g, view, style)))} by ${numbers}`;
  return `rank of ${subject(only, view, style)} by ${numbers}`;
}

function shareHead(
  query: MetricQuery,
  view: ModelView,
  style: Style,
  numbers: string,
  groups: (indexes: readonly number[]) => string,
): string {
  const { within, only } = query.share ?? { within: [], only: [] };
  const only0 = only[0];
  const subjectField = only0?.kind === "values" ? only0.field : null;
  const rest = query.groupBy.flatMap((grouping, i) =>
    within.includes(i) || (grouping.kind === "field" && grouping.field === subjectField) ? [] : [i],
  );
  const each =
    within.length === 0 ? "" : subjectField === null ? ` in each ${groups(within)}` : ` by ${groups(within)}`;
  const by = rest.length === 0 ? "" : ` by ${groups(rest)}`;
  const whose = only.length === 0 ? "" : ` of ${subject(only, view, style)} in`;
  return whose === "" ? `share of ${numbers}${each}${by}` : `share${whose} ${numbers}${by}${each}`;
}

function subject(only: readonly LeafFilter[], view: ModelView, style: Style): string {
  return only
    .map((filter) =>
      phraseFilter(filter, view, style)
        .replace(/^(for|where|in) /, "")
        .replace(/ is /, " "),
    )
    .join(" ");
}

/** "Sales", "number of different State", "Sales divided by Orders", "average Sales per month". */
function phraseSelection(selection: Selection, view: ModelView, style: Style, unit = "period"): string {
  switch (selection.kind) {
    case "measure":
    case "count_distinct":
    case "aggregate":
      return simple(selection, style);
    case "ratio":
      return `${simple(selection.numerator, style)} divided by ${simple(selection.denominator, style)}`;
    case "running":
      return `${selection.buckets === null ? "running total" : `${selection.buckets} ${unit} moving average`} of ${simple(selection.measure, style)}`;
    case "over_members":
      if (selection.aggregate === "count")
        return `number of different ${phraseGrouping(selection.per, view, style)} with ${simple(selection.measure, style)} ${phraseBounds(selection.where ?? { min: null, max: null }, String)}`;
      return `${AGGREGATES[selection.aggregate]} ${simple(selection.measure, style)} ${perWord(selection.per)} ${phraseGrouping(selection.per, view, style)}`;
    default:
      return assertUnreachable(selection);
  }
}

const AGGREGATES = {
  avg: "average",
  median: "median",
  min: "lowest",
  max: "highest",
  count: "number of",
} as const;

function perWord(_grouping: Grouping): string {
  return "per";
}

function simple(selection: SimpleSelection, style: Style): string {
  if (selection.kind === "measure") return named(selection.measure, style);
  const name = named(selection.field, style);
  if (selection.kind === "count_distinct") return `number of different ${name}`;
  return `${selection.aggregate === "sum" ? "total" : "average"} ${name}`;
}

function phraseHaving(having: Having, query: MetricQuery, view: ModelView, style: Style): string {
  const selection = query.select[having.select];
  const measured = selection === undefined ? "" : phraseSelection(selection, view, style);
  const part = { value: "", change: " change", change_ratio: " percent change", share: "" }[having.of];
  const subjectName = having.of === "share" ? "a share" : `${measured}${part}`;
  const percent = having.of === "share" || having.of === "change_ratio";
  const number = (value: number | string) => (percent ? `${Number(value) * 100}%` : String(value));
  const bounds = phraseBounds(having, number);
  return bounds === "" ? "" : `with ${subjectName} ${bounds}`;
}

function phraseBounds(
  { min, max }: Pick<Having, "min" | "max">,
  number: (value: number | string) => string,
): string {
  if (min !== null && max !== null)
    return min.value === max.value
      ? `exactly ${number(min.value)}`
      : `between ${number(min.value)} and ${number(max.value)}`;
  if (min !== null) return `${min.inclusive ? "at least" : "more than"} ${number(min.value)}`;
  return max === null ? "" : `${max.inclusive ? "at most" : "less than"} ${number(max.value)}`;
}

function phraseComparison(query: MetricQuery): string {
  if (query.comparison === null) return "";
  return query.comparison.label === "last year" ? "vs last year" : "vs the previous period";
}

function phraseOrder(query: MetricQuery, style: Style): string {
  const [order] = query.order;
  if (order === undefined || query.top !== null || query.rank !== null) return "";
  if (order.by.kind === "select" && order.by.of === "value") {
    const selection = query.select[order.by.index];
    const plain =
      order.by.index === 0 &&
      order.direction === "desc" &&
      query.groupBy.some(({ kind }) => kind === "field");
    if (plain || selection?.kind !== "measure") return "";
    return `sorted by ${named(selection.measure, style)} ${order.direction === "asc" ? "ascending" : "descending"}`;
  }
  const grouping = order.by.kind === "group" ? query.groupBy[order.by.index] : undefined;
  if (grouping?.kind !== "field" || query.mode === "list") return "";
  return `sorted by ${named(grouping.field, style)} ${order.direction === "asc" ? "ascending" : "descending"}`;
}

function joined(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? "";
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
