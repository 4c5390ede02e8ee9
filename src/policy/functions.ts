import type { Parameters } from "../contracts/policy.js";
import type { Call } from "../sql/ast.js";
import { functionKind } from "../sql/functions.js";
import type { CallPlace, Resolution } from "../sql/resolution.js";
import { checkArguments } from "./arguments.js";
import type { Denial } from "./denial.js";

/** Every function is listed, stands where its kind may stand, and makes nothing of unbounded size. */
export function checkFunctions(found: Resolution, parameters: Parameters): Denial | null {
  const windows = windowNames(found);
  for (const { call, place } of found.calls) {
    const denial =
      checkKind(call, place) ?? checkWindow(call, windows) ?? checkArguments(call, parameters, found);
    if (denial) return denial;
  }
  return null;
}

function windowNames(found: Resolution): Set<string> {
  const clauses = [...found.selects.map((s) => s.select.windows), ...found.queries.map((q) => q.windows)];
  return new Set(clauses.flat().map((w) => w.name.name.toLowerCase()));
}

function checkWindow(call: Call, windows: ReadonlySet<string>): Denial | null {
  const base = call.over?.base ?? null;
  if (base === null || windows.has(base.toLowerCase())) return null;
  return {
    code: "window_unknown",
    message: `There is no window ${base}; define it in a WINDOW clause.`,
    position: call.over?.from ?? call.from,
  };
}

function checkKind(call: Call, place: CallPlace): Denial | null {
  const kind = functionKind(call.name);
  const position = call.nameSpan.from;
  if (kind === null || call.name === "measure") {
    const message =
      place === "relation"
        ? `The table function ${call.name} is not allowed.`
        : `The function ${call.name} is not allowed.`;
    return {
      code: place === "relation" ? "table_function_not_allowed" : "function_not_allowed",
      message,
      position,
    };
  }
  if (place === "relation" && kind !== "generator") {
    return { code: "table_function_not_allowed", message: `${call.name} gives no table.`, position };
  }
  if (place === "expression" && kind === "generator") {
    return {
      code: "function_not_allowed",
      message: `${call.name} makes rows: it may stand as an item of SELECT, after FROM or in LATERAL VIEW only.`,
      position,
    };
  }
  if (call.over !== null && kind !== "window" && kind !== "aggregate") {
    return { code: "function_not_allowed", message: `${call.name} is no window function.`, position };
  }
  return null;
}
