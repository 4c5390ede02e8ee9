import { AppError } from "../../contracts/errors.js";

const OUT_OF_MEMORY = /^(Out of Memory Error|.*failed to (pin|allocate))/i;
const BROKEN_FILE = /^(IO Error|Serialization Error|INTERNAL Error|FATAL Error|.*checksum)/i;
// Faults of Databricks SQL carry its condition names, such as DIVIDE_BY_ZERO.
const CONDITION = /^Invalid Input Error: ([A-Z][A-Z_]{3,}):/;
const MAY_QUOTE_ROWS = /^(Conversion|Invalid Input|Out of Range|Constraint) Error/i;

/** The engine's complaint as an error for people. Texts that may quote cell values are shortened to their kind. */
export function engineError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const message = firstLine(cause);
  if (OUT_OF_MEMORY.test(message)) {
    return new AppError(
      "warehouse_failed",
      "warehouse",
      "The statement needs more memory than the embedded database may use.",
      "Ask for a shorter period or fewer groups, or raise the memory limit.",
      { cause },
    );
  }
  if (BROKEN_FILE.test(message)) {
    return new AppError(
      "warehouse_unavailable",
      "warehouse",
      "The embedded database can't be read.",
      "Run `assay build` again.",
      { cause },
    );
  }
  const condition = CONDITION.exec(message)?.[1];
  const shown =
    condition ?? (MAY_QUOTE_ROWS.test(message) ? message.slice(0, message.indexOf(":")) : message);
  return new AppError(
    "warehouse_failed",
    "warehouse",
    `The embedded database refused the statement: ${shown}`,
    "Ask in other words, or report the question.",
    { cause },
  );
}

/** The first line of what the engine says. */
export function firstLine(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.split("\n", 1)[0] ?? "";
}
