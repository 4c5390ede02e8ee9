import { AppError } from "../../contracts/errors.js";

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
    new AppError(code, kind, message, remedy, { cause });
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

/** True where the session is gone and a fresh one may serve. */
export function isLostSession(cause: unknown): boolean {
  return /session.*(not found|not exist|closed|expired|invalid)|invalid session/i.test(
    driverFault(cause).message,
  );
}

/** What the warehouse says, first line, without the class prefixes of Spark's exceptions. */
export function complaint(cause: unknown): string {
  const { message } = driverFault(cause);
  return (message.split("\n", 1)[0] ?? "").replace(
    /(\[[A-Z_.]+\]) (?:[\w.]+Exception: )?(?:\[[A-Z_.]+\] )?/,
    "$1 ",
  );
}

function shown(fault: DriverFault): string {
  const text = complaint({ message: fault.message });
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
