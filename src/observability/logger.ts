import { type DestinationStream, type LoggerOptions, pino } from "pino";
import { allowedFields, scrubText } from "./log-fields.js";

/** What rooms log with: fields of the allow-list, then a constant sentence. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

export type LogFields = Record<string, unknown>;

/** A JSON logger that writes allow-listed fields only (see log-fields.ts), one line per event, to standard error by default. */
export function createLogger(options: { level: string; destination?: DestinationStream }): Logger {
  const settings: LoggerOptions = {
    level: options.level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }), log: allowedFields },
    serializers: { err: (described: unknown) => described },
  };
  const sink = pino(settings, options.destination ?? pino.destination({ dest: 2, sync: true }));
  const write =
    (level: "debug" | "info" | "warn" | "error") =>
    (fields: LogFields, message: string): void =>
      sink[level](fields, scrubText(message));
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

/** Writes nothing: for commands whose output belongs to a person, and for tests. */
export const SILENT_LOGGER: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
