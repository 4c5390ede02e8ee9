import type {
  Filter,
  Grouping,
  LeafFilter,
  MetricQuery,
  SimpleSelection,
} from "../../contracts/metric-query.js";
import type { Cell } from "../../contracts/result.js";
import {
  type LabData,
  type LabFact,
  type LabField,
  type LabMeasure,
  type LabRow,
  type LabSchema,
  type LabWindow,
  type LEVELS,
  UNNAMED,
} from "./lab-schema.js";

/** A fact with the rows that it joins to; a level without a row holds nothing but NULLs. */
interface Line {
  fact: LabFact;
  rows: Record<(typeof LEVELS)[number], LabRow>;
}
const NOTHING: LabRow = { s: null, n: null, b: null };

/** What the contract says that a query over the view means, row by row. Rows in no order. */
export class LabOracle {
  private readonly schema: LabSchema;
  private readonly lines: Line[];

  constructor(schema: LabSchema, data: LabData, asOf: string) {
    this.schema = schema;
    this.lines = data.facts
      .filter((fact) => fact.day < asOf && (schema.filter === null || schema.filter.holds(fact) === true))
      .map((fact) => {
        const store = data.stores.find((row) => row.store_id === fact.store_id);
        const chain = data.chains.find((row) => row.chain_id === store?.chain_id);
        return { fact, rows: { source: fact, store: store ?? NOTHING, "store.chain": chain ?? NOTHING } };
      });
  }

  evaluate(query: MetricQuery): Cell[][] {
    const lines = this.within(query);
    const groups = this.grouped(query.groupBy, lines);
    const cells = [...groups.values()].map(({ keys, lines: own }) => ({
      keys,
      own,
      values: query.select.map((selection) => this.number(selection, own, keys, query)),
    }));
    if (query.share !== null) {
      return cells.map(({ keys, values }) => {
        const total = lines.filter((line) =>
          query.share?.within.every((i) => this.key(query.groupBy[i] as Grouping, line) === keys[i]),
        );
        const shares = query.select.map((selection, i) =>
          quotient(values[i] as number | null, this.number(selection, total, [], query)),
        );
        return [...keys, ...values.flatMap((value, i) => [value, shares[i] as Cell])];
      });
    }
    const isShown = this.shown(query, cells);
    const shown = cells.filter(isShown);
    const rows = shown.map(({ keys, values }) => [...keys, ...values]);
    const rest = cells.filter((cell) => !isShown(cell)).flatMap(({ own }) => own);
    if (!(query.top?.rest || query.apart) || rest.length === 0) return rows;
    return [
      ...rows,
      ["Everything else", ...query.select.map((selection) => this.number(selection, rest, [], query))],
    ];
  }

  private shown(
    query: MetricQuery,
    cells: { keys: Cell[]; values: Cell[] }[],
  ): (cell: { keys: Cell[]; values: Cell[] }) => boolean {
    const { top, apart } = query;
    if (apart)
      return ({ keys }) =>
        apart.only.every(
          (filter) => filter.kind === "values" && filter.values.includes(keys[0] ?? null) !== filter.negated,
        );
    if (top === null) return () => true;
    const before = (a: Cell, b: Cell) =>
      a === null ? false : b === null ? true : Number(a) > Number(b) + 1e-9;
    return (cell) =>
      cells.filter((other) => before(other.values[0] ?? null, cell.values[0] ?? null)).length < top.count;
  }

  private within({ periods: [period], filters }: MetricQuery): Line[] {
    return this.lines.filter(
      (line) =>
        (period?.start == null || line.fact.day >= period.start) &&
        (period?.end == null || line.fact.day < period.end) &&
        filters.every((filter) => this.passes(filter, line)),
    );
  }

  private grouped(groupBy: readonly Grouping[], lines: readonly Line[]) {
    const groups = new Map<string, { keys: Cell[]; lines: Line[] }>();
    if (groupBy.length === 0) groups.set("[]", { keys: [], lines: [] });
    for (const line of lines) {
      const keys = groupBy.map((grouping) => this.key(grouping, line));
      const id = JSON.stringify(keys);
      const group = groups.get(id) ?? { keys, lines: [] };
      group.lines.push(line);
      groups.set(id, group);
    }
    return groups;
  }

  private key({ field }: Grouping, line: Line): Cell {
    return field === "Day" ? line.fact.day : this.value(this.field(field), line);
  }

  private number(
    selection: MetricQuery["select"][number],
    lines: readonly Line[],
    keys: readonly Cell[],
    query: MetricQuery,
  ): number | null {
    switch (selection.kind) {
      case "ratio":
        return quotient(this.simple(selection.numerator, lines), this.simple(selection.denominator, lines));
      case "measure": {
        const window = this.schema.windows.find(({ name }) => name === selection.measure);
        return window ? this.windowed(window, lines, keys, query) : this.simple(selection, lines);
      }
      case "count_distinct":
        return this.simple(selection, lines);
      default:
        throw new Error(`not computed here: ${selection.kind}`);
    }
  }

  private simple(selection: SimpleSelection, lines: readonly Line[]): number | null {
    if (selection.kind === "count_distinct") {
      const field = this.field(selection.field);
      return new Set(lines.map((line) => this.value(field, line)).filter((value) => value !== null)).size;
    }
    if (selection.kind !== "measure") throw new Error(`not computed here: ${selection.kind}`);
    const ratio = this.schema.ratios.find(({ name }) => name === selection.measure);
    const measures = this.schema.measures;
    if (ratio)
      return quotient(
        aggregate(measures[ratio.top] as LabMeasure, lines),
        aggregate(measures[ratio.bottom] as LabMeasure, lines),
      );
    return aggregate(measures.find(({ name }) => name === selection.measure) as LabMeasure, lines);
  }

  /** Around the last day of the group, over all rows that it would have on any day. */
  private windowed(
    { of, frame }: LabWindow,
    group: readonly Line[],
    keys: readonly Cell[],
    query: MetricQuery,
  ): number | null {
    const [anchor] = group
      .map(({ fact }) => fact.day)
      .sort()
      .reverse();
    if (anchor === undefined) return null;
    const first = frame.kind === "trailing" ? moved(anchor, -frame.days) : "";
    const own = this.lines.filter((line) => {
      const { day } = line.fact;
      const isGroup = query.groupBy.every(
        (grouping, i) => grouping.field === "Day" || this.key(grouping, line) === keys[i],
      );
      if (!isGroup || !query.filters.every((filter) => this.passes(filter, line))) return false;
      if (frame.kind === "cumulative") return day <= anchor;
      if (frame.kind === "to_date") return day <= anchor && day.slice(0, 7) === anchor.slice(0, 7);
      return frame.inclusive ? day > first && day <= anchor : day >= first && day < anchor;
    });
    return own.length === 0 ? null : aggregate(of, own);
  }

  private passes(filter: Filter, line: Line): boolean {
    if (filter.kind === "any") return filter.filters.some((leaf) => this.passes(leaf, line));
    return this.holds(filter, line) !== filter.negated;
  }

  private holds(filter: LeafFilter, line: Line): boolean {
    if (filter.kind === "term" || filter.kind === "cycle")
      throw new Error(`not computed here: ${filter.kind}`);
    const value = this.value(this.field(filter.field), line);
    if (filter.kind === "values") return filter.values.includes(value);
    if (value === null) return false;
    if (filter.kind === "contains") return String(value).toLowerCase().includes(filter.text.toLowerCase());
    const { min, max } = filter;
    const [low, high] = [
      Number(min?.value ?? Number.NEGATIVE_INFINITY),
      Number(max?.value ?? Number.POSITIVE_INFINITY),
    ];
    const isAbove = min?.inclusive ? Number(value) >= low : Number(value) > low;
    return isAbove && (max?.inclusive ? Number(value) <= high : Number(value) < high);
  }

  private field(name: string): LabField {
    const field = this.schema.fields.find((candidate) => candidate.name === name);
    if (!field) throw new Error(`no field ${name}`);
    return field;
  }

  private value({ level, column, form }: LabField, line: Line): string | number | boolean | null {
    const value = line.rows[level][column];
    return value === null && form === "named" ? UNNAMED : value;
  }
}

function aggregate(
  { aggregate: kind, level, column, where }: LabMeasure,
  lines: readonly Line[],
): number | null {
  const own = lines.filter(({ fact }) => where === null || where.holds(fact) === true);
  if (kind === "rows") return own.length;
  const values = own.map(({ rows }) => rows[level][column]).filter((value) => value !== null);
  if (kind === "count") return values.length;
  if (kind === "distinct") return new Set(values).size;
  const numbers = values.map(Number);
  if (numbers.length === 0) return null;
  if (kind === "min") return Math.min(...numbers);
  if (kind === "max") return Math.max(...numbers);
  const sum = numbers.reduce((total, value) => total + value, 0);
  return kind === "avg" ? sum / numbers.length : sum;
}

function quotient(a: number | null, b: number | null): number | null {
  return a === null || b === null || b === 0 ? null : a / b;
}

function moved(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
