import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import { AppError } from "../contracts/errors.js";
import { createFlush, type Flush } from "./wal-flush.js";

export type SqlValue = string | number | null | Uint8Array;

/** A SQLite database of the state folder. Calls are synchronous; faults are AppErrors (state_unavailable). */
export interface Database {
  /** The driver's own connection, for what is built on it. */
  readonly connection: Libsql.Database;
  rows<T>(sql: string, ...parameters: SqlValue[]): T[];
  row<T>(sql: string, ...parameters: SqlValue[]): T | null;
  /** Returns the number of changed rows. */
  run(sql: string, ...parameters: SqlValue[]): number;
  /** Runs `work` in one write transaction; a throw rolls back. It waits for the disk, and the whole process with it. */
  transaction<T>(work: () => T): T;
  /** The same without the wait: the loss of power may undo it, but never an earlier transaction. For what can be worked out again. */
  relaxedTransaction<T>(work: () => T): T;
  /** A transaction that is safe from the loss of power once the promise resolves; meanwhile the process goes on. */
  keptTransaction<T>(work: () => T): Promise<T>;
  close(): void;
}

export interface OpenOptions {
  /** Milliseconds to wait for another process's write. */
  busyMs: number;
  /** `full` survives the loss of power, `normal` the loss of the process. */
  durability: "full" | "normal";
}

/**
 * Opens `<folder>/<name>.db`, creating folder and file, in WAL mode. Throws AppError (state_unavailable) that names the folder when
 * it cannot be written.
 */
export function openDatabase(
  folder: string,
  name: string,
  options: OpenOptions = { busyMs: 5000, durability: "full" },
): Database {
  return guarded(folder, () => {
    mkdirSync(folder, { recursive: true });
    const connection = new Libsql(join(folder, `${name}.db`), { timeout: options.busyMs });
    connection.pragma("journal_mode = WAL");
    connection.pragma(`busy_timeout = ${Math.trunc(options.busyMs)}`);
    connection.pragma("synchronous = NORMAL");
    const full = options.durability === "full";
    const database = wrap(connection, folder, full ? createFlush(join(folder, `${name}.db-wal`)) : null);
    database.transaction(() => database.run("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY)"));
    return database;
  });
}

/** A database in memory, gone with the process. */
export function openMemoryDatabase(): Database {
  const database = wrap(new Libsql(":memory:"), ":memory:", null);
  database.run("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY)");
  return database;
}

/** Runs each named migration that this database has not had, in order, each in a transaction. */
export function migrate(database: Database, migrations: readonly { name: string; sql: string }[]): void {
  for (const { name, sql } of migrations) {
    database.transaction(() => {
      if (database.row("SELECT name FROM migration WHERE name = ?", name) !== null) return;
      for (const statement of sql.split(/;\s*\n/).filter((part) => part.trim() !== ""))
        database.run(statement);
      database.run("INSERT INTO migration (name) VALUES (?)", name);
    });
  }
}

/** `flush` makes the write-ahead log safe; null where nothing need survive the loss of power. */
function wrap(connection: Libsql.Database, folder: string, flush: Flush | null): Database {
  const prepared = new Map<string, Libsql.Statement>();
  const statement = (sql: string): Libsql.Statement => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const made = connection.prepare(sql);
    prepared.set(sql, made);
    return made;
  };
  let depth = 0;
  const database: Database = {
    connection,
    rows: <T>(sql: string, ...parameters: SqlValue[]) =>
      guarded(folder, () => statement(sql).all(parameters) as T[]),
    row: <T>(sql: string, ...parameters: SqlValue[]) =>
      guarded(folder, () => (statement(sql).all(parameters)[0] as T | undefined) ?? null),
    run: (sql, ...parameters) => guarded(folder, () => statement(sql).run(parameters).changes),
    transaction: (work) => {
      if (depth > 0 || flush === null) return database.relaxedTransaction(work);
      connection.exec("PRAGMA synchronous = FULL");
      try {
        return database.relaxedTransaction(work);
      } finally {
        connection.exec("PRAGMA synchronous = NORMAL");
      }
    },
    relaxedTransaction: (work) => {
      if (depth > 0) return work();
      guarded(folder, () => connection.exec("BEGIN IMMEDIATE"));
      depth++;
      try {
        const result = work();
        guarded(folder, () => connection.exec("COMMIT"));
        return result;
      } catch (error) {
        if (connection.inTransaction) connection.exec("ROLLBACK");
        throw error;
      } finally {
        depth--;
      }
    },
    keptTransaction: async (work) => {
      const result = database.relaxedTransaction(work);
      await flush?.flush().catch((error: unknown) =>
        guarded(folder, () => {
          throw error;
        }),
      );
      return result;
    },
    close: () => {
      prepared.clear();
      flush?.close();
      connection.close();
    },
  };
  return database;
}

/** Turns the driver's complaint into one that names the folder and what to do. */
function guarded<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof AppError || !(error instanceof Error)) throw error;
    throw new AppError(
      "state_unavailable",
      "configuration",
      `The state folder ${folder} ${complaint(error)}`,
      remedy(error),
      { cause: error },
    );
  }
}

const FULL = /ENOSPC|disk is full|SQLITE_FULL/i;
const READ_ONLY =
  /EACCES|EPERM|EROFS|ENOTDIR|EEXIST|readonly|read-only|SQLITE_READONLY|CANTOPEN|: 14"|ConnectionFailed/i;
const BUSY = /SQLITE_BUSY|SQLITE_LOCKED|database is locked/i;
const DAMAGED = /SQLITE_CORRUPT|SQLITE_NOTADB|malformed|not a database/i;

function signature(error: Error): string {
  return `${String(Reflect.get(error, "code") ?? "")} ${error.message}`;
}

function complaint(error: Error): string {
  const text = signature(error);
  if (FULL.test(text)) return "has no space left.";
  if (BUSY.test(text)) return "is locked by another process.";
  if (DAMAGED.test(text)) return "holds a damaged database.";
  if (READ_ONLY.test(text)) return "cannot be written.";
  return `failed: ${error.message}`;
}

function remedy(error: Error): string {
  const text = signature(error);
  if (FULL.test(text)) return "Free some disk space; questions are refused until then.";
  if (BUSY.test(text)) return "Stop the process that holds it, or name another folder with --state.";
  if (DAMAGED.test(text)) return "Restore it from a backup, or move the damaged file away and start afresh.";
  if (READ_ONLY.test(text))
    return "Allow this user to write there, or name another folder with --state or ASSAY_STATE.";
  return "Look at the cause in the log, or name another folder with --state.";
}
