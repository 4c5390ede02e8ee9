import type { CalendarRules } from "../../contracts/dates.js";
import type { Filter, Grouping, LeafFilter, Selection } from "../../contracts/metric-query.js";
import { naiveBucket, naiveCycle } from "./naive-calendar.js";
import { AREAS, type RepairLine, SHOPS } from "./repair-rows.js";

export type Key = string | number | boolean | null;

const TERMS: Record<string, (line: RepairLine) => boolean | null> = {
  spring: (line) => line.opened_on >= "2023-03-01" && line.opened_on < "2023-06-01",
  "big jobs": (line) => (line.hours >= 1 ? true : line.work === null ? null : line.work === "Gears"),
};

export function quotient(a: number | null, b: number | null): number | null {
  return a === null || b === null || b === 0 ? null : a / b;
}

export function empty(selection: Selection, isLoaded: boolean): number | null {
  const zero =
    selection.kind === "count_distinct" ||
    (selection.kind === "measure" &&
      ["Revenue", "Lines", "Tickets", "Work Hours"].includes(selection.measure));
  return zero && isLoaded ? 0 : null;
}

export function numberIn(selection: Selection, lines: readonly RepairLine[]): number | null {
  if (selection.kind === "ratio")
    return quotient(numberIn(selection.numerator, lines), numberIn(selection.denominator, lines));
  if (selection.kind === "count_distinct") {
    return new Set(lines.map((line) => fieldOf(selection.field, line)).filter((value) => value !== null))
      .size;
  }
  if (selection.kind === "over_members") {
    const members = new Map<string, RepairLine[]>();
    const rules = { weekStarts: "monday", fiscalYearStarts: 1 } as const;
    for (const line of lines) {
      const id = JSON.stringify(keyOf(selection.per, line, rules));
      members.set(id, [...(members.get(id) ?? []), line]);
    }
    const numbers = [...members.values()]
      .map((rows) => numberIn(selection.measure, rows))
      .filter((value) => value !== null);
    if (numbers.length === 0) return null;
    const sorted = [...numbers].sort((a, b) => a - b);
    if (selection.aggregate === "min") return sorted[0] as number;
    if (selection.aggregate === "max") return sorted.at(-1) as number;
    if (selection.aggregate === "avg") return sum(numbers) / numbers.length;
    const middle = (sorted.length - 1) / 2;
    return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2;
  }
  const amounts = lines.flatMap((line) => (line.amount === null ? [] : [line.amount]));
  const total = amounts.length === 0 ? null : sum(amounts);
  if (selection.kind === "aggregate") throw new Error(`unknown field ${selection.field}`);
  switch (selection.measure) {
    case "Revenue":
      return total;
    case "Lines":
      return lines.length;
    case "Tickets":
      return new Set(lines.map((line) => line.ticket_id)).size;
    case "Work Hours":
      return lines.length === 0 ? null : sum(lines.map((line) => line.hours));
    case "Largest":
      return amounts.length === 0 ? null : Math.max(...amounts);
    case "Average Amount":
      return quotient(total, amounts.length);
    case "Ticket Value":
      return quotient(total, new Set(lines.map((line) => line.ticket_id)).size);
    case "Brake Share": {
      const brakes = lines.flatMap((line) =>
        line.work === "Brake" && line.amount !== null ? [line.amount] : [],
      );
      return quotient(brakes.length === 0 ? null : sum(brakes), total);
    }
    default:
      throw new Error(`unknown measure ${selection.measure}`);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0);
}

function fieldOf(field: string, line: RepairLine): Key {
  const shop = SHOPS.find((candidate) => candidate.shop_id === line.shop_id);
  switch (field) {
    case "Opened":
      return line.opened_on;
    case "Shop":
      return shop?.shop_name ?? null;
    case "Area":
      return AREAS.find((area) => area.area_id === shop?.area_id)?.area_name ?? null;
    case "Work":
      return line.work;
    case "Hours":
      return line.hours;
    case "Rider":
      return line.rider_id;
    case "Long Job":
      return line.hours >= 1;
    default:
      throw new Error(`unknown field ${field}`);
  }
}

export function keyOf(grouping: Grouping, line: RepairLine, rules: CalendarRules): Key {
  const value = fieldOf(grouping.field, line);
  if (grouping.kind === "field") return value;
  if (grouping.kind === "time") return naiveBucket(String(value), grouping.grain, rules);
  return naiveCycle(String(value), grouping.cycle);
}

export function passes(filter: Filter, line: RepairLine): boolean {
  if (filter.kind === "any") return filter.filters.some((leaf) => passes(leaf, line));
  return (holds(filter, line) === true) !== filter.negated;
}

/** Whether the plain condition holds; null = unknown, which is not true. */
function holds(filter: LeafFilter, line: RepairLine): boolean | null {
  if (filter.kind === "term") return TERMS[filter.term]?.(line) ?? null;
  const value = fieldOf(filter.field, line);
  if (filter.kind === "values") return filter.values.includes(value);
  if (value === null) return null;
  if (filter.kind === "contains") return String(value).toLowerCase().includes(filter.text.toLowerCase());
  if (filter.kind === "cycle") return filter.values.includes(naiveCycle(String(value), filter.cycle));
  const low = filter.min && (value === filter.min.value ? filter.min.inclusive : value > filter.min.value);
  const high = filter.max && (value === filter.max.value ? filter.max.inclusive : value < filter.max.value);
  return low !== false && high !== false;
}
