import { AppError } from "../../contracts/errors.js";

const LOST_SESSION =
  /^\W*(\w+Exception:\s*)?(invalid\s*session\s*(handle|id)?\b|\[?INVALID_HANDLE\.SESSION_|session(handle)?\s*(\[?[\w-]{8,}\]?\s*)?(was |is |does |has )?(not found|not exist|closed|expired|invalid))/i;
const GONE_RESULT = /^\W*(\w+Exception:\s*)?(invalid\s*operation\s*handle\b|\[?INVALID_HANDLE\.OPERATION_)/i;

interface DriverFault {
  name: string;
  message: string;
  /** HTTP status of a refused request. */
  status: number | null;
  sqlState: string | null;
  /** How an operation ended: TIMEOUT, CANCELED, CLOSED, ERROR; null outside operations. */
  ended: string | null;
}

/** Errors of the driver and the warehouse as errors for people. Texts that may quote cell values are shortened to their class. */
export function databricksError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const fault = driverFault(cause);
  const say = (code: string, kind: "warehouse" | "configuration", message: string, remedy: string) =>
    new AppError(code, kind, message, remedy, { cause: bareCause(cause, fault) });
  if (fault.status === 401 || fault.status === 403 || isRefusedSignIn(fault)) {
    return say(
      "warehouse_unavailable",
      "configuration",
      "Databricks refused the credentials.",
      "Check DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET.",
    );
  }
  if (fault.status === 404) {
    return say(
      "warehouse_unavailable",
      "configuration",
      "Databricks knows no warehouse at this path.",
      "Check DATABRICKS_HTTP_PATH.",
    );
  }
  if (fault.status === 429) {
    return say(
      "warehouse_unavailable",
      "warehouse",
      "The warehouse has too many requests.",
      "Ask again in a minute.",
    );
  }
  if (fault.status !== null || isNetworkFault(fault)) {
    return say(
      "warehouse_unavailable",
      "warehouse",
      "The warehouse can't be reached.",
      "Ask again in a minute; if it stays so, check DATABRICKS_HOST and whether the warehouse is running.",
    );
  }
  if (fault.ended === "TIMEOUT" || /STATEMENT_TIMEOUT/.test(fault.message)) {
    return say(
      "warehouse_timeout",
      "warehouse",
      "The warehouse stopped the statement because it ran longer than allowed.",
      "Ask for a shorter period or fewer groups.",
    );
  }
  if (GONE_RESULT.test(fault.message)) {
    return say(
      "warehouse_failed",
      "warehouse",
      "The warehouse no longer holds the statement or its result.",
      "Ask again.",
    );
  }
  if (fault.ended === "CANCELED" || fault.ended === "CLOSED") {
    return say(
      "warehouse_failed",
      "warehouse",
      "The warehouse ended the statement before it was done.",
      "Ask again.",
    );
  }
  return say(
    "warehouse_failed",
    "warehouse",
    `The warehouse refused the statement: ${shown(fault)}`,
    remedyOf(fault.sqlState),
  );
}

/** True for a request that was turned away before it could start: asking again starts it once. */
export function wasTurnedAway(cause: unknown): boolean {
  const { status } = driverFault(cause);
  return status === 429 || status === 503;
}

/**
 * True where the session is gone and a fresh one may serve. Only the words by which the service itself begins count: what
 * a statement's own error quotes may speak of sessions too, and such a statement has run.
 */
export function isLostSession(cause: unknown): boolean {
  const { message, sqlState } = driverFault(cause);
  return !sqlState?.startsWith("42") && !sqlState?.startsWith("22") && LOST_SESSION.test(message);
}

/** How long the warehouse asks to be left alone; null where it says nothing. */
export function retryAfterMs(cause: unknown): number | null {
  const { headers } = (cause as { response?: { headers?: { get?: unknown } } } | null)?.response ?? {};
  const asked: unknown = typeof headers?.get === "function" ? headers.get.call(headers, "Retry-After") : null;
  const seconds = typeof asked === "string" && asked.trim() !== "" ? Number(asked) : Number.NaN;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

/** What the warehouse says, first line, without the class prefixes of Spark's exceptions. */
export function complaint(cause: unknown): string {
  const { message } = driverFault(cause);
  return (message.split("\n", 1)[0] ?? "").replace(
    /(\[[A-Z_.]+\]) (?:[\w.]+Exception: )?(?:\[[A-Z_.]+\] )?/,
    "$1 ",
  );
}

/** The driver's errors carry whole requests and responses, with the credentials in their headers. */
function bareCause(cause: unknown, { name, message, status, sqlState }: DriverFault): Error {
  const bare = new Error(withoutCredentials(message));
  bare.name = name === "" ? "Error" : name;
  const frames = cause instanceof Error ? (cause.stack ?? "").split("\n").filter(isFrame) : [];
  bare.stack = [`${bare.name}: ${bare.message}`, ...frames].join("\n");
  return Object.assign(bare, { status, sqlState });
}

function isFrame(line: string): boolean {
  return /^\s+at /.test(line);
}

function withoutCredentials(text: string): string {
  return text.replace(/\b(Bearer|Basic)\s+[^"']+/gi, "$1 [removed]");
}

function shown(fault: DriverFault): string {
  const text = withoutCredentials(complaint({ message: fault.message }));
  // Data exceptions (class 22) quote the value that failed.
  if (!fault.sqlState?.startsWith("22")) return text;
  return /^\[[A-Z_.]+\]/.exec(text)?.[0] ?? `data exception ${fault.sqlState}`;
}

function remedyOf(sqlState: string | null): string {
  if (sqlState === "42501") return "Grant the bot's principal SELECT on the table.";
  if (sqlState?.startsWith("42"))
    return "Check that the tables and columns of the workspace exist in the warehouse.";
  if (sqlState?.startsWith("22")) return "Leave the odd values out, or ask for another number.";
  return "Ask in other words, or report the question.";
}

/** OAuth names a refusal of credentials `invalid_client` or `unauthorized_client`. */
function isRefusedSignIn({ name, message }: DriverFault): boolean {
  return (
    /Authentication/.test(name) ||
    /\b(invalid|unauthorized)_client\b|expected 200 OK, got: 40[13]/.test(message)
  );
}

function isNetworkFault({ name, message }: DriverFault): boolean {
  return (
    /FetchError|RetryError/.test(name) ||
    /ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|socket hang up|premature close/i.test(message)
  );
}

function driverFault(cause: unknown): DriverFault {
  const error = (typeof cause === "object" && cause !== null ? cause : {}) as {
    name?: unknown;
    message?: unknown;
    statusCode?: unknown;
    errorCode?: unknown;
    payload?: { response?: { status?: unknown } };
    response?: { sqlState?: unknown; displayMessage?: unknown };
  };
  return {
    name: String(error.name ?? ""),
    message: String(error.response?.displayMessage ?? error.message ?? cause),
    status: numberOrNull(error.statusCode ?? error.payload?.response?.status),
    sqlState: typeof error.response?.sqlState === "string" ? error.response.sqlState : null,
    ended: typeof error.errorCode === "string" ? error.errorCode : null,
  };
}

function numberOrNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
