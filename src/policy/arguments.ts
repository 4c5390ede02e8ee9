import type { Parameters } from "../contracts/policy.js";
import type { Call, Expr } from "../sql/ast.js";
import type { ColumnExpr, Resolution } from "../sql/resolution.js";
import { walkExpr } from "../sql/walk.js";
import type { Denial } from "./denial.js";
import { checkFormat, checkLambda, MAX_MADE } from "./made-size.js";

/** Which argument says how much a function makes. */
const SIZE_ARGUMENT: Record<string, number> = {
  repeat: 1,
  space: 0,
  lpad: 1,
  rpad: 1,
  array_repeat: 1,
  array_insert: 1,
  randstr: 0,
  factorial: 0,
};
const MS: Record<string, number> = {
  MICROSECOND: 0.001,
  MILLISECOND: 1,
  SECOND: 1_000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
  WEEK: 604_800_000,
  MONTH: 2_592_000_000,
  QUARTER: 7_776_000_000,
  YEAR: 31_536_000_000,
};

/** Functions that make text or arrays of a size that an argument names need a plain, small number there. */
export function checkArguments(call: Call, parameters: Parameters, found: Resolution): Denial | null {
  if (call.name === "sequence") return checkSequence(call, parameters, found);
  const grown = checkLambda(call, (e) => madeBy(e, parameters)) ?? checkFormat(call);
  if (grown) return grown;
  const index = SIZE_ARGUMENT[call.name];
  const argument = index === undefined ? undefined : call.args[index]?.value;
  if (argument === undefined) return null;
  const size = numberOf(argument, parameters);
  if (size !== null && madeBy(call, parameters) <= MAX_MADE) return null;
  return {
    code: "argument_not_allowed",
    message: `${call.name} needs a plain number of at most ${MAX_MADE} as its size.`,
    position: argument.from,
  };
}

/** Characters or elements that calls inside each other make: repeat(repeat('a', 1000), 1000) makes a million. */
function madeBy(e: Expr, parameters: Parameters): number {
  let most = 1;
  walkExpr(e, {
    query: () => {},
    enter: (node) => {
      if (node === e || node.kind !== "call") return true;
      most = Math.max(most, madeBy(node, parameters));
      return false;
    },
  });
  if (e.kind === "call" && e.args.some((a) => a.value.kind === "lambda"))
    return e.args.reduce((product, a) => product * madeBy(a.value, parameters), 1);
  const index = e.kind === "call" ? SIZE_ARGUMENT[e.name] : undefined;
  const argument = e.kind === "call" && index !== undefined ? e.args[index]?.value : undefined;
  if (e.kind === "call" && e.name === "sequence")
    return most * (sequenceLength(e, parameters) ?? TYPICAL_LENGTH);
  if (argument === undefined || (e.kind === "call" && e.name === "factorial")) return most;
  return most * Math.abs(numberOf(argument, parameters) ?? TYPICAL_LENGTH);
}

/** What a sequence between computed ends is taken for. */
const TYPICAL_LENGTH = 1_000;

/** Elements of a sequence between plain ends; null where they are computed. */
function sequenceLength(call: Call, parameters: Parameters): number | null {
  const [first, last, step] = call.args.map((a) => a.value);
  if (first === undefined || last === undefined) return null;
  const [from, to] = [numberOf(first, parameters), numberOf(last, parameters)];
  if (from !== null && to !== null) {
    const by = step === undefined ? 1 : numberOf(step, parameters);
    return by === null || by === 0 ? null : Math.floor(Math.abs((to - from) / by)) + 1;
  }
  const stepMs = step === undefined ? MS.DAY : intervalMs(step);
  const [start, end] = [timeOf(first, parameters), timeOf(last, parameters)];
  if (start === null || end === null || stepMs === null || stepMs === undefined) return null;
  return Math.floor(Math.abs((end - start) / stepMs)) + 1;
}

/** Rows that a generator makes of one row. */
export function generatedRows(call: Call, parameters: Parameters): number {
  const [argument] = call.args;
  if (call.name === "stack" && argument) return numberOf(argument.value, parameters) ?? TYPICAL_LENGTH;
  return /^(pos)?explode/.test(call.name) && argument ? madeBy(argument.value, parameters) : 1;
}

/**
 * A sequence between two plain numbers or dates is counted. Between computed ends its step must be a day or more
 * for times, and for numbers the ends must be plain: `sequence(1, n)` over a column is a loop without a bound.
 */
function checkSequence(call: Call, parameters: Parameters, found: Resolution): Denial | null {
  const [first, last, step] = call.args.map((a) => a.value);
  if (first === undefined || last === undefined) return null;
  const tooLong = (message: string): Denial => ({
    code: "argument_not_allowed",
    message: `${message} At most ${MAX_MADE} elements are allowed.`,
    position: call.from,
  });
  const [from, to] = [numberOf(first, parameters), numberOf(last, parameters)];
  if (from !== null && to !== null) {
    const by = step === undefined ? 1 : numberOf(step, parameters);
    if (by === null || by === 0) return tooLong("The step of the sequence is not a plain number.");
    return Math.abs((to - from) / by) < MAX_MADE ? null : tooLong("The sequence is too long.");
  }
  const stepMs = step === undefined ? MS.DAY : intervalMs(step);
  const [start, end] = [timeOf(first, parameters), timeOf(last, parameters)];
  if (start !== null && end !== null && stepMs !== null && stepMs !== undefined) {
    return Math.abs((end - start) / stepMs) < MAX_MADE ? null : tooLong("The sequence is too long.");
  }
  if (step !== undefined && stepMs !== null && stepMs !== undefined) {
    return stepMs >= (MS.HOUR ?? 0)
      ? null
      : tooLong("The step of a sequence between computed times must be an hour or more.");
  }
  const isBounded = step === undefined && boundedEnds(first, last, parameters, found);
  return isBounded ? null : tooLong("The ends of the sequence are not plain.");
}

/** Without a step the ends must be seen to be times (day steps), or counted things. */
function boundedEnds(first: Expr, last: Expr, parameters: Parameters, found: Resolution): boolean {
  if (isTime(first, found) || isTime(last, found)) return true;
  return isCounted(first, parameters) && isCounted(last, parameters);
}

const TIME_CALLS =
  /^(to_date|date|make_date|date_trunc|trunc|add_months|date_add|date_sub|dateadd|last_day|next_day|current_date|curdate|to_timestamp|timestamp)$/;

function isTime(e: Expr, found: Resolution): boolean {
  if (e.kind === "column") return isTimeColumn(e, found);
  if (e.kind === "typed") return e.type !== "X";
  if (e.kind === "subquery") {
    const { body } = e.query;
    const item = body.kind === "select" ? body.items[0] : undefined;
    return item !== undefined && isTime(item.expr, found);
  }
  if (e.kind === "cast") return e.type.kind === "simple" && /^(date|timestamp)/.test(e.type.name);
  if (e.kind === "call" && /^(min|max|least|greatest|coalesce)$/.test(e.name))
    return e.args.some((a) => isTime(a.value, found));
  return e.kind === "call" && TIME_CALLS.test(e.name);
}

function isTimeColumn(e: ColumnExpr, found: Resolution): boolean {
  const meaning = found.columns.get(e);
  if (meaning === undefined || !("column" in meaning) || meaning.fields.length > 0) return false;
  const { type, expr } = meaning.column;
  return type === null ? expr !== null && isTime(expr, found) : /^(date|timestamp)/.test(type);
}

const COUNTED =
  /^(size|cardinality|array_size|json_array_length|length|len|char_length|character_length|octet_length|bit_length|year|quarter|month|weekofyear|day|dayofmonth|dayofyear|dayofweek|weekday|hour|minute)$/;
const DAYS_BETWEEN = /^(datediff|date_diff)$/;

/** A small number, or one that data bounds: the size of an array or text, a part of a date, days between dates. */
function isCounted(e: Expr, parameters: Parameters): boolean {
  const plain = numberOf(e, parameters);
  if (plain !== null) return Math.abs(plain) <= MAX_MADE;
  if (e.kind === "call") return COUNTED.test(e.name) || (DAYS_BETWEEN.test(e.name) && e.args.length === 2);
  return (
    e.kind === "binary" &&
    (e.op === "-" || e.op === "+") &&
    isCounted(e.left, parameters) &&
    isCounted(e.right, parameters)
  );
}

function numberOf(e: Expr, parameters: Parameters): number | null {
  if (e.kind === "number") return Number(e.text);
  if (e.kind === "unary" && e.op === "-") {
    const value = numberOf(e.operand, parameters);
    return value === null ? null : -value;
  }
  if (e.kind !== "parameter") return null;
  const value = parameters[e.name];
  return typeof value === "number" ? value : null;
}

function timeOf(e: Expr, parameters: Parameters): number | null {
  const text = textOf(e, parameters);
  const time = text === null ? Number.NaN : Date.parse(`${text.trim().slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(time) ? null : time;
}

function textOf(e: Expr, parameters: Parameters): string | null {
  if (e.kind === "typed") return e.value;
  if (e.kind === "cast") return e.operand.kind === "string" ? e.operand.value : null;
  if (e.kind === "call") {
    const text = e.args[0]?.value;
    const isDate = /^(to_date|date|to_timestamp|timestamp)$/.test(e.name);
    return isDate && text?.kind === "string" ? text.value : null;
  }
  if (e.kind !== "parameter") return null;
  const value = parameters[e.name];
  return typeof value === "object" && value !== null ? value.value : null;
}

function intervalMs(e: Expr): number | null {
  if (e.kind === "unary") return intervalMs(e.operand);
  if (e.kind !== "interval") return null;
  let sum = 0;
  for (const part of e.parts) {
    const text =
      part.value.kind === "string" ? part.value.value : part.value.kind === "number" ? part.value.text : null;
    if (text === null) return null;
    if (part.unit === "") {
      const words = [...text.matchAll(/(\d+)\s*([a-z]+)/gi)];
      for (const [, count, unit] of words) {
        sum += Number(count) * (MS[(unit ?? "").toUpperCase().replace(/S$/, "")] ?? 0);
      }
    } else sum += Math.abs(Number.parseFloat(text.replace(/^-/, ""))) * (MS[part.to ?? part.unit] ?? 0);
  }
  return sum > 0 ? sum : null;
}
