import type { CalendarRules } from "../../contracts/dates.js";
import type { Grouping, MetricQuery, Period } from "../../contracts/metric-query.js";
import type { Cell } from "../../contracts/result.js";
import { addDay, cycleName, monthsBack, naiveBucket, naiveBuckets, naiveCycle } from "./naive-calendar.js";
import { empty, type Key, keyOf, numberIn, passes, quotient } from "./naive-measures.js";
import type { RepairLine } from "./repair-rows.js";

interface Row {
  period: number;
  keys: Key[];
  values: (number | null)[];
  previous: (number | null)[];
  shares: (number | null)[];
  hasRows: boolean;
}

export interface NaiveContext {
  lines: readonly RepairLine[];
  calendar: CalendarRules;
  asOf: string;
}

/** What the contract says a metric query over the fixture means, computed row by row. */
export function evaluate(query: MetricQuery, context: NaiveContext): Cell[][] {
  const only = query.share?.only ?? [];
  const periods: (Period | null)[] = query.periods.length === 0 ? [null] : query.periods;
  let rows = periods.flatMap((period, index) =>
    rowsOf({ ...query, filters: [...query.filters, ...only] }, period, index, context),
  );
  if (query.share) addShares(query, rows, periods, context);
  rows = rows.filter((row) =>
    query.having.every((having) => {
      const value = numberOf(row, having.select, having.of);
      if (value === null) return false;
      const inside =
        (having.min === null ||
          (having.min.inclusive ? value >= Number(having.min.value) : value > Number(having.min.value))) &&
        (having.max === null ||
          (having.max.inclusive ? value <= Number(having.max.value) : value < Number(having.max.value)));
      return inside !== having.negated;
    }),
  );
  const split = (row: Row, per: readonly number[]) =>
    JSON.stringify([
      query.periods.length > 1 && query.groupBy.length > 0 ? row.period : 0,
      ...per.map((i) => row.keys[i]),
    ]);
  const order = query.order[0] ?? {
    by: { kind: "select" as const, index: 0, of: "value" as const },
    direction: "desc" as const,
  };
  const lead = (row: Row): Key =>
    order.by.kind === "group"
      ? (row.keys[order.by.index] as Key)
      : numberOf(row, order.by.index, order.by.of);
  const rankOf = (row: Row, per: readonly number[]) =>
    1 +
    rows.filter(
      (other) =>
        split(other, per) === split(row, per) && compare(lead(other), lead(row), order.direction) < 0,
    ).length;
  const ranks = new Map(rows.map((row) => [row, rankOf(row, [])]));
  const { top } = query;
  if (top) {
    const places = new Map(rows.map((row) => [row, rankOf(row, top.per)]));
    rows = rows.filter((row) => (places.get(row) as number) <= top.count);
  }
  for (const filter of query.rank?.only ?? []) {
    if (filter.kind !== "values") throw new Error("values only");
    const index = query.groupBy.findIndex((group) => group.field === filter.field);
    rows = rows.filter((row) => filter.values.includes(row.keys[index] as Key) !== filter.negated);
  }
  rows.sort((a, b) => {
    const items: [Key, Key, "asc" | "desc"][] = [];
    if (query.periods.length > 1 && query.groupBy.length > 0) items.push([a.period, b.period, "asc"]);
    for (const i of top?.per ?? []) items.push([a.keys[i] as Key, b.keys[i] as Key, "asc"]);
    if (top && query.order.length === 0) items.push([lead(a), lead(b), "desc"]);
    for (const { by, direction } of query.order) {
      const of = (row: Row): Key =>
        by.kind === "group" ? (row.keys[by.index] as Key) : numberOf(row, by.index, by.of);
      items.push([of(a), of(b), direction]);
    }
    items.push([a.period, b.period, "asc"]);
    a.keys.forEach((key, i) => {
      items.push([key, b.keys[i] as Key, "asc"]);
    });
    for (const [x, y, direction] of items) {
      const sign = compare(x, y, direction);
      if (sign !== 0) return sign;
    }
    return 0;
  });
  return rows.map((row) => {
    const cells: Cell[] = query.periods.length > 1 ? [query.periods[row.period]?.label ?? null] : [];
    query.groupBy.forEach((group, i) => {
      const key = row.keys[i] as Key;
      cells.push(group.kind === "cycle" && key !== null ? cycleName(Number(key), group.cycle) : key);
    });
    if (query.rank) cells.push(ranks.get(row) as number);
    query.select.forEach((_, i) => {
      cells.push(row.values[i] as Cell);
      if (query.comparison)
        cells.push(row.previous[i] as Cell, numberOf(row, i, "change"), numberOf(row, i, "change_ratio"));
      if (query.share) cells.push(row.shares[i] as Cell);
    });
    return cells;
  });
}

function rowsOf(query: MetricQuery, period: Period | null, index: number, context: NaiveContext): Row[] {
  const { comparison } = query;
  const time = query.groupBy.findIndex((group) => group.kind === "time");
  const grouping = query.groupBy[time];
  const range = { start: period?.start ?? null, end: period?.end ?? null };
  if (comparison?.kind === "bucket" && grouping?.kind === "time") {
    const first = range.start === null ? null : naiveBucket(range.start, grouping.grain, context.calendar);
    let reach = range.start;
    for (let i = 0; first === range.start && reach !== null && i < comparison.back; i++)
      reach = naiveBucket(addDay(reach, -1), grouping.grain, context.calendar);
    const every = laidOut(query, { start: reach, end: range.end }, context, true);
    const loaded =
      every
        .filter((row) => row.hasRows)
        .map((row) => row.keys[time] as string)
        .sort()[0] ?? "9999";
    const rows = every.filter(
      (row) =>
        reach === range.start ||
        (row.keys[time] as string) >= (first as string) ||
        (row.keys[time] as string) >= loaded,
    );
    for (const row of rows) {
      let bucket = row.keys[time] as string;
      for (let i = 0; i < comparison.back; i++)
        bucket = naiveBucket(addDay(bucket, -1), grouping.grain, context.calendar);
      const before = rows.find((other) =>
        other.keys.every((key, i) => key === (i === time ? bucket : row.keys[i])),
      );
      row.previous = row.values.map((_, i) => before?.values[i] ?? null);
    }
    return rows.filter((row) => first === null || (row.keys[time] as string) >= first);
  }
  const isFilled = query.mode === "aggregate" && query.top === null && query.rank === null;
  if (comparison?.kind !== "range") {
    return laidOut(query, range, context, isFilled).map((row) => ({ ...row, period: index }));
  }
  const now = grouped(query, range, context);
  const before = grouped(query, comparison.period, context);
  const keys = new Map<string, Key[]>();
  if (query.groupBy.length === 0) keys.set("[]", []);
  else if (time < 0)
    for (const group of [...now.values(), ...before.values()])
      keys.set(JSON.stringify(group.keys), group.keys);
  else {
    const axis = isFilled ? axisOf(query, range, context, now) : null;
    if (axis === null) for (const group of now.values()) keys.set(JSON.stringify(group.keys), group.keys);
    else {
      const rests = new Map(
        [...now.values(), ...before.values()].map((group) => [
          JSON.stringify(without(group.keys, time)),
          group.keys,
        ]),
      );
      if (query.groupBy.length === 1) rests.set("[]", [null]);
      for (const bucket of axis)
        for (const rest of rests.values()) {
          const key = rest.map((value, i) => (i === time ? bucket : value));
          keys.set(JSON.stringify(key), key);
        }
    }
  }
  const { shift } = comparison;
  const moved = (bucket: Key): Key => {
    if (bucket === null || shift === null) return bucket;
    const day =
      shift.unit === "day" ? addDay(String(bucket), -shift.count) : monthsBack(String(bucket), shift.count);
    return grouping?.kind === "time" && grouping.grain === "week"
      ? naiveBucket(day, "week", context.calendar)
      : day;
  };
  const firstBefore = [...before.values()].map((group) => String(group.keys[time])).sort()[0];
  return [...keys.values()].map((key) => {
    const current = now.get(JSON.stringify(key));
    const earlierKey = time < 0 ? key : key.map((value, i) => (i === time ? moved(value) : value));
    const earlier = before.get(JSON.stringify(earlierKey));
    const isLoaded =
      time < 0 ? before.size > 0 : firstBefore !== undefined && String(earlierKey[time]) >= firstBefore;
    return {
      period: index,
      keys: key,
      hasRows: current !== undefined,
      shares: [],
      values: query.select.map((selection) =>
        current
          ? numberIn(selection, current.lines)
          : query.groupBy.length === 0
            ? numberIn(selection, [])
            : empty(selection, true),
      ),
      previous: query.select.map((selection) =>
        earlier
          ? numberIn(selection, earlier.lines)
          : query.groupBy.length === 0
            ? numberIn(selection, [])
            : empty(selection, isLoaded),
      ),
    };
  });
}

interface Group {
  keys: Key[];
  lines: RepairLine[];
}

function grouped(
  query: MetricQuery,
  range: { start: string | null; end: string | null },
  context: NaiveContext,
): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const line of context.lines) {
    const day = line.opened_on;
    if (
      day >= context.asOf ||
      (range.start !== null && day < range.start) ||
      (range.end !== null && day >= range.end)
    )
      continue;
    if (!query.filters.every((filter) => passes(filter, line))) continue;
    const keys = query.groupBy.map((group) => keyOf(group, line, context.calendar));
    const id = JSON.stringify(keys);
    const group = groups.get(id) ?? { keys, lines: [] };
    group.lines.push(line);
    groups.set(id, group);
  }
  return groups;
}

function laidOut(
  query: MetricQuery,
  range: { start: string | null; end: string | null },
  context: NaiveContext,
  isFilled: boolean,
): Row[] {
  const groups = grouped(query, range, context);
  const rowOf = (keys: Key[], lines: RepairLine[] | null): Row => ({
    period: 0,
    keys,
    values: query.select.map((selection) => (lines ? numberIn(selection, lines) : empty(selection, true))),
    previous: [],
    shares: [],
    hasRows: lines !== null,
  });
  if (query.groupBy.length === 0) return [rowOf([], groups.get("[]")?.lines ?? [])];
  const axis = isFilled ? axisOf(query, range, context, groups) : null;
  if (axis === null) return [...groups.values()].map((group) => rowOf(group.keys, group.lines));
  const time = query.groupBy.findIndex((group) => group.kind === "time");
  const rests = new Map(
    [...groups.values()].map((group) => [JSON.stringify(without(group.keys, time)), group.keys]),
  );
  if (query.groupBy.length === 1) rests.set("[]", [null]);
  return axis.flatMap((bucket) =>
    [...rests.values()].map((rest) => {
      const keys = rest.map((value, i) => (i === time ? bucket : value));
      return rowOf(keys, groups.get(JSON.stringify(keys))?.lines ?? null);
    }),
  );
}

function axisOf(
  query: MetricQuery,
  range: { start: string | null; end: string | null },
  context: NaiveContext,
  groups: Map<string, Group>,
): string[] | null {
  const times = query.groupBy.filter((group) => group.kind === "time");
  const [grouping] = times;
  if (times.length !== 1 || grouping?.kind !== "time") return null;
  const end = range.end !== null && range.end < context.asOf ? range.end : context.asOf;
  if (range.start !== null && range.start >= end) return null;
  const time = query.groupBy.indexOf(grouping);
  const onTime = query.filters.filter(
    (filter) => JSON.stringify(filter).includes('"Opened"') || JSON.stringify(filter).includes("spring"),
  );
  if (onTime.some((filter) => filter.kind === "any")) return null;
  const narrowed = onTime.some((filter) => filter.kind !== "cycle");
  const present = [...groups.values()].map((group) => String(group.keys[time])).sort();
  const first =
    narrowed || range.start === null
      ? present[0]
      : naiveBucket(range.start, grouping.grain, context.calendar);
  const last =
    narrowed || (range.start === null && range.end === null)
      ? present.at(-1)
      : naiveBucket(addDay(end, -1), grouping.grain, context.calendar);
  if (first === undefined || last === undefined) return [];
  const cycles = onTime.flatMap((filter) => (filter.kind === "cycle" ? [filter] : []));
  return naiveBuckets(first, addDay(last, 1), grouping.grain, context.calendar).filter((bucket) =>
    cycles.every((filter) => {
      const whole =
        grouping.grain === "day" ||
        (filter.cycle !== "weekday" &&
          (grouping.grain === "month" ||
            (grouping.grain === "quarter" && filter.cycle === "quarter_of_year")));
      return !whole || filter.values.includes(naiveCycle(bucket, filter.cycle)) !== filter.negated;
    }),
  );
}

function addShares(query: MetricQuery, rows: Row[], periods: (Period | null)[], context: NaiveContext): void {
  const within = query.share?.within ?? [];
  for (const row of rows) {
    const period = periods[row.period] ?? null;
    const totals = grouped(
      { ...query, groupBy: within.map((i) => query.groupBy[i] as Grouping) },
      { start: period?.start ?? null, end: period?.end ?? null },
      context,
    );
    const whole = totals.get(JSON.stringify(within.map((i) => row.keys[i])))?.lines ?? [];
    row.shares = query.select.map((selection, i) =>
      quotient(row.values[i] ?? null, numberIn(selection, whole)),
    );
  }
}

function numberOf(row: Row, index: number, of: "value" | "change" | "change_ratio" | "share"): number | null {
  const value = row.values[index] ?? null;
  const before = row.previous[index] ?? null;
  if (of === "value") return value;
  if (of === "share") return row.shares[index] ?? null;
  const change = value === null || before === null ? null : value - before;
  return of === "change" ? change : quotient(change, before);
}

function compare(a: Key, b: Key, direction: "asc" | "desc"): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a === "number" && typeof b === "number" && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a)))
    return 0;
  const sign = a < b ? -1 : a > b ? 1 : 0;
  return direction === "asc" ? sign : -sign;
}

function without(keys: readonly Key[], index: number): Key[] {
  return keys.filter((_, i) => i !== index);
}
