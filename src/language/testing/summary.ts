import type { Filter, Grouping, MetricQuery, Period, Selection } from "../../contracts/metric-query.js";
import type { ReadResult } from "../../contracts/reading.js";

/** A result in one line, for tables of expectations: "Rides; by District; Bike Type=Cargo; 2024-04-01..2024-05-01". */
export function summaryOf(result: ReadResult): string {
  switch (result.kind) {
    case "readings":
      return result.readings.map(({ query }) => querySummary(query)).join(" | ");
    case "why":
      return `why ${querySummary(result.reading.query)}`;
    case "clarification":
      return `ask: ${result.options.map(({ label }) => label).join(", ")}`;
    case "refusal":
      return `refuse ${result.code}`;
    case "definition":
      return `define ${"name" in result.topic ? result.topic.name : "catalog"}`;
    default:
      return `command ${result.command}`;
  }
}

function querySummary(query: MetricQuery): string {
  const parts = [
    query.mode === "list" ? "list" : query.select.map(selection).join(", "),
    query.groupBy.length > 0 ? `by ${query.groupBy.map(grouping).join(", ")}` : "",
    ...query.filters.map(filter),
    query.periods.map(period).join(" & "),
    query.comparison === null
      ? ""
      : query.comparison.kind === "bucket"
        ? `vs ${query.comparison.back} back`
        : `vs ${period(query.comparison.period)}${query.comparison.shift ? ` shift ${query.comparison.shift.count} ${query.comparison.shift.unit}` : ""}`,
    query.share === null
      ? ""
      : `share${query.share.within.length > 0 ? ` within ${query.share.within.join(",")}` : ""}${query.share.only.length > 0 ? ` only ${query.share.only.map(filter).join(" ")}` : ""}`,
    ...query.having.map((having) => `having ${having.select}${part(having.of)} ${bounds(having)}`),
    orderSummary(query),
    query.top === null
      ? ""
      : `top ${query.top.count}${query.top.per.length > 0 ? ` per ${query.top.per.join(",")}` : ""}${query.top.from === undefined ? "" : ` from ${query.top.from}`}${query.top.both ? " both" : ""}${query.top.rest ? " and rest" : ""}`,
    query.apart === undefined ? "" : `apart ${query.apart.only.map(filter).join(" ")}`,
    query.rank === null ? "" : `rank ${query.rank.only.map(filter).join(" ")}`.trim(),
  ];
  return parts.filter((text) => text !== "").join("; ");
}

function selection(item: Selection): string {
  switch (item.kind) {
    case "measure":
      return item.measure;
    case "count_distinct":
      return `count ${item.field}`;
    case "aggregate":
      return `${item.aggregate} ${item.field}`;
    case "ratio":
      return `${selection(item.numerator)} / ${selection(item.denominator)}`;
    case "running":
      return `running${item.buckets === null ? "" : ` ${item.buckets}`}(${selection(item.measure)})`;
    default:
      if (item.where !== undefined)
        return `count(${grouping(item.per)} where ${selection(item.measure)} ${bounds(item.where)})`;
      return `${item.aggregate}(${selection(item.measure)} per ${grouping(item.per)})`;
  }
}

function grouping(item: Grouping): string {
  if (item.kind === "field") return item.field;
  return item.kind === "time" ? `${item.grain} of ${item.field}` : `${item.cycle}`;
}

function filter(item: Filter): string {
  if (item.kind === "any") return `(${item.filters.map(filter).join(" or ")})`;
  const not = item.negated ? "!" : "";
  switch (item.kind) {
    case "values":
      return `${item.field}${not}=${item.values.join("+")}`;
    case "contains":
      return `${item.field} ${not}contains ${item.text}`;
    case "term":
      return `${not}term ${item.term}`;
    case "cycle":
      return `${item.cycle}${not}=${item.values.join("+")}`;
    default:
      return `${item.field} ${not}${bounds(item)}`;
  }
}

function period({ start, end }: Period): string {
  return `${start ?? ""}..${end ?? ""}`;
}

interface Bounds {
  min: { value: string | number; inclusive: boolean } | null;
  max: { value: string | number; inclusive: boolean } | null;
}

function bounds({ min, max }: Bounds): string {
  const low = min === null ? "" : `${min.inclusive ? ">=" : ">"}${min.value}`;
  const high = max === null ? "" : `${max.inclusive ? "<=" : "<"}${max.value}`;
  return `${low}${high}`;
}

function part(of: string): string {
  return of === "value" ? "" : ` ${of}`;
}

/** The default order (time forward, else the first number down) says nothing and is left out. */
function orderSummary(query: MetricQuery): string {
  const said = query.order.map(({ by, direction }) =>
    by.kind === "group" ? `group ${by.index} ${direction}` : `${by.index}${part(by.of)} ${direction}`,
  );
  const fields = query.groupBy.some(({ kind }) => kind === "field");
  const usual = [
    ...query.groupBy.flatMap(({ kind }, i) =>
      kind !== "field" || query.mode === "list" ? [`group ${i} asc`] : [],
    ),
    ...(fields && query.mode === "aggregate" ? ["0 desc"] : []),
  ];
  return said.join() === usual.join() ? "" : `order ${said.join(", ")}`;
}
