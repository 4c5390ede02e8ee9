/** Whose fault a failure is: it decides who is told and whether trying again helps. */
export type Fault = "user" | "configuration" | "policy" | "warehouse" | "model" | "channel" | "bug";

/** A fault with a stable code, a sentence for a person, and what to do about it. Never holds secrets or rows. */
export class AppError extends Error {
  readonly code: string;
  readonly fault: Fault;
  readonly remedy: string;

  constructor(code: string, fault: Fault, message: string, remedy: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
    this.fault = fault;
    this.remedy = remedy;
  }
}

/** A problem in a workspace file, with its place. */
export interface ConfigProblem {
  file: string;
  line: number;
  message: string;
  remedy: string;
}

/** All problems of a configuration at once, one line each: `file:line: what. remedy`. */
export class ConfigError extends AppError {
  readonly problems: ConfigProblem[];

  constructor(problems: ConfigProblem[]) {
    const lines = problems.map((p) => `${p.file}:${p.line}: ${p.message} ${p.remedy}`.trim());
    super("bad_configuration", "configuration", lines.join("\n"), "Correct the named lines and start again.");
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/** For the default branch of an exhaustive switch. */
export function assertUnreachable(value: never): never {
  throw new AppError("bug", "bug", `Unexpected value: ${JSON.stringify(value)}`, "Report this.");
}
