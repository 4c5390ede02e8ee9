import type { Call, Expr } from "../sql/ast.js";
import { walkExpr } from "../sql/walk.js";
import type { Denial } from "./denial.js";

/** Characters or elements that one call may make. */
export const MAX_MADE = 100_000;
/** Digits of a width in a format: more than anyone prints. */
const WIDE = /%[^a-z%]*\d{4}/i;
/** Steps after which a value that may grow at each of them is too large. */
const MAX_GROWING_STEPS = 16;

/**
 * A lambda runs once an element: what both make multiplies. In a fold the value may be built upon once a step:
 * `concat(acc, acc)` doubles it, and forty doublings fill any memory.
 */
export function checkLambda(call: Call, madeBy: (e: Expr) => number): Denial | null {
  const lambda = call.args.find((a) => a.value.kind === "lambda");
  if (lambda === undefined) return null;
  const tooMuch = (message: string): Denial => ({
    code: "argument_not_allowed",
    message,
    position: lambda.value.from,
  });
  if (madeBy(call) > MAX_MADE)
    return tooMuch(`${call.name} makes more than ${MAX_MADE} elements of its lambda.`);
  const merge = call.args[2]?.value;
  if (!/^(aggregate|reduce)$/.test(call.name) || merge?.kind !== "lambda") return null;
  const value = merge.params[0]?.name.toLowerCase() ?? "";
  const steps = call.args[0] === undefined ? 1 : madeBy(call.args[0].value);
  const isGrowing = mostMentions(merge.body, value) > 1;
  const isReplaced = steps > MAX_GROWING_STEPS && usesInReplace(merge.body, value);
  if (!isGrowing && !isReplaced) return null;
  return tooMuch(`${call.name} may build on ${merge.params[0]?.name ?? "its value"} only once in each step.`);
}

/** What joins its arguments into one text or list, and what keeps them side by side. */
const JOINS =
  /^(concat|concat_ws|array_append|array_prepend|array_union|array_insert|array_repeat|flatten|repeat|map_concat|format_string|printf)$/;
const KEEPS = /^(array|struct|named_struct|map|to_json|map_from_arrays|arrays_zip)$/;
const REPLACES = /^(replace|regexp_replace|translate|split|overlay)$/;

/** How often the value is named inside one expression that builds upon it; fields kept side by side count by themselves. */
function mostMentions(e: Expr, value: string): number {
  let most = 0;
  walkExpr(e, {
    query: () => {},
    enter: (node) => {
      const paths = mentions(node, value);
      const isJoined =
        (node.kind === "call" && JOINS.test(node.name)) || (node.kind === "binary" && node.op === "||");
      if (isJoined) most = Math.max(most, paths.length);
      if (node.kind === "row" || (node.kind === "call" && KEEPS.test(node.name)))
        most = Math.max(most, ...paths.map((path) => paths.filter((p) => p === path).length));
      return true;
    },
  });
  return most;
}

/** The paths under which the value is read: `acc`, `acc.total`. */
function mentions(e: Expr, value: string): string[] {
  const paths: string[] = [];
  walkExpr(e, {
    query: () => {},
    enter: (node) => {
      if (node.kind !== "column") return true;
      const parts = node.parts.map((p) => p.name.toLowerCase());
      if (parts[0] === value) paths.push(parts.join("."));
      return true;
    },
  });
  return paths;
}

function usesInReplace(e: Expr, value: string): boolean {
  let found = false;
  walkExpr(e, {
    query: () => {},
    enter: (node) => {
      if (node.kind === "call" && REPLACES.test(node.name) && mentions(node, value).length > 0) found = true;
      return true;
    },
  });
  return found;
}

/** A format is a text in plain sight, and pads to no absurd width. */
export function checkFormat(call: Call): Denial | null {
  const denied = (message: string, position: number): Denial => ({
    code: "argument_not_allowed",
    message,
    position,
  });
  const [first, second] = call.args.map((a) => a.value);
  if (/^(format_string|printf)$/.test(call.name) && first !== undefined) {
    if (first.kind !== "string") return denied(`${call.name} needs its format as a text.`, first.from);
    if (WIDE.test(first.value)) return denied("The format pads to more than 999 characters.", first.from);
  }
  if (call.name === "format_number" && second?.kind === "number" && Number(second.text) > 1_000)
    return denied("format_number writes at most 1000 decimals.", second.from);
  return null;
}
