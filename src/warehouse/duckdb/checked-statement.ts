import { type DuckDBConnection, type DuckDBPreparedStatement, StatementType } from "@duckdb/node-api";
import { AppError } from "../../contracts/errors.js";

// PRAGMA, DESCRIBE, SHOW and SUMMARIZE report the type SELECT too, so the first word is looked at as well.
const QUERY_START = /^(?:\s|\(|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:select|with|values)\b/i;

/** Prepares SQL that is exactly one query; anything else is refused before it can run. */
export async function checkedStatement(
  connection: DuckDBConnection,
  sql: string,
): Promise<DuckDBPreparedStatement> {
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1 || !QUERY_START.test(sql)) throw notAQuery();
  const statement = await statements.prepare(0);
  if (statement.statementType !== StatementType.SELECT) {
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
