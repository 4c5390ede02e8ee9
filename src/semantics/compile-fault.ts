import { didYouMean } from "./closest-name.js";

/** Codes of what the compiler refuses. Each is an answer to a person, never a wrong number. */
export type CompileCode =
  | "unknown_view"
  | "unknown_measure"
  | "unknown_field"
  | "unknown_term"
  | "bad_value"
  | "bad_query"
  | "no_time_field"
  | "not_a_date"
  | "not_a_number"
  | "fan_out"
  | "not_additive"
  | "not_supported";

/** Thrown inside the compiler only; compileQuery turns it into a value. */
export class CompileFault extends Error {
  readonly code: CompileCode;

  constructor(code: CompileCode, message: string) {
    super(message);
    this.name = "CompileFault";
    this.code = code;
  }
}

/** The thing with this name, whatever its case. Throws a fault with the nearest name where there is none. */
export function lookUp<T extends { name: string }>(
  things: readonly T[],
  name: string,
  kind: "view" | "measure" | "field",
): T {
  const found =
    things.find((thing) => thing.name === name) ??
    things.find((thing) => thing.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const near = didYouMean(
    name,
    things.map((thing) => thing.name),
  );
  throw new CompileFault(`unknown_${kind}`, `There is no ${kind} \`${name}\`. ${near}`);
}
