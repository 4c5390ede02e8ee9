import { type DuckDBConnection, type DuckDBPreparedStatement, StatementType } from "@duckdb/node-api";
import { AppError } from "../../contracts/errors.js";

// PRAGMA, DESCRIBE, SHOW and SUMMARIZE report the type SELECT too, so the first word is looked at as well.
const QUERY_START = /^(?:\s|\(|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:select|with|values)\b/i;

/** Prepares SQL that is exactly one query; anything else is refused before it can run. */
export function checkedStatement(
  connection: DuckDBConnection,
  sql: string,
): Promise<DuckDBPreparedStatement> {
  return prepared(connection, sql, sql, StatementType.SELECT);
}

/** Prepares the plan of SQL that is exactly one query. */
export function checkedPlan(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  return prepared(connection, sql, `EXPLAIN ${sql}`, StatementType.EXPLAIN);
}

async function prepared(
  connection: DuckDBConnection,
  sql: string,
  text: string,
  type: StatementType,
): Promise<DuckDBPreparedStatement> {
  if (!QUERY_START.test(sql)) throw notAQuery();
  const statements = await connection.extractStatements(text);
  if (statements.count !== 1) throw notAQuery();
  const statement = await statements.prepare(0);
  if (statement.statementType !== type) {
    statement.destroySync();
    throw notAQuery();
  }
  return statement;
}

function notAQuery(): AppError {
  return new AppError(
    "warehouse_failed",
    "bug",
    "The embedded database takes one query statement and nothing else.",
    "Report the question that led here.",
  );
}
