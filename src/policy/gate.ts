import type { ApprovedSql, Catalog, Parameters, PolicySet, Verdict } from "../contracts/policy.js";
import { parseTokens } from "../sql/parse.js";
import { quoteString } from "../sql/quote.js";
import { resolveScopes } from "../sql/scopes.js";
import { type Edit, splice } from "../sql/splice.js";
import { catalogIndex } from "../sql/table-index.js";
import { type Span, type Token, tokenize } from "../sql/tokens.js";
import { checkColumns } from "./columns.js";
import { type Denial, denied } from "./denial.js";
import { checkFunctions } from "./functions.js";
import { checkGrowth } from "./growth.js";
import { checkJoins } from "./joins.js";
import { boundRows, checkLimits } from "./limit.js";
import { outerJoinEdits } from "./outer-joins.js";
import { checkRelations } from "./relations.js";
import { relationEdits } from "./row-rules.js";
import { checkLength, sizeWatch } from "./size.js";

/**
 * Judges one statement for one set of rights, and is the only maker of ApprovedSql. Everything is denied that is not
 * listed: one query, known relations, columns and functions, bounded sizes and rows. Nothing of the statement is
 * generated anew: the approved text is the given one with splices (full names of tables, row rules, LIMIT), without
 * comments and with texts in single quotes, so that no other reader of the text can see more than was judged.
 *
 * The LIMIT in the text never exceeds `limits.max_rows`. Where the gate had to set or lower it, `rowCap` is one less
 * than that LIMIT, so that a driver that gets more than `rowCap` rows knows that the result was cut.
 */
export function gate(sql: string, parameters: Parameters, set: PolicySet, catalog: Catalog): Verdict {
  try {
    return judge(sql, parameters, set, catalog);
  } catch (fault) {
    // A text that exhausts the stack has passed no check.
    if (!(fault instanceof RangeError)) throw fault;
    return denied({
      code: "too_complex",
      message: "The statement nests too deep to be judged.",
      position: null,
    });
  }
}

function judge(sql: string, parameters: Parameters, set: PolicySet, catalog: Catalog): Verdict {
  const long = checkLength(sql);
  if (long) return denied(long);
  const lexed = tokenize(sql, sizeWatch());
  if (!lexed.ok) return denied(lexed);
  const odd = checkCharacters(sql, lexed.tokens);
  if (odd) return denied(odd);
  const parsed = parseTokens(lexed.tokens);
  if (!parsed.ok) return denied(parsed);

  const index = catalogIndex(catalog);
  const found = resolveScopes(parsed.query, index.find);
  const denial =
    checkRelations(found, set, index) ??
    checkFunctions(found, parameters) ??
    checkColumns(found, set) ??
    checkParameters(found.parameters, parameters) ??
    checkLimits(found.queries, parameters) ??
    checkJoins(found) ??
    checkGrowth(parsed.query, found, parameters);
  if (denial) return denied(denial);

  const bounded = boundRows(parsed.query, parameters, set.limits.maxRows);
  const narrowing = outerJoinEdits(found, set, lexed.tokens);
  const changes = [...narrowing, ...relationEdits(found, set), ...bounded.edits];
  const outside = (edit: Edit) => !changes.some((c) => c.from < edit.to && edit.from < c.to);
  const edits = [...changes, ...cleaning(lexed.tokens, lexed.comments, parsed.end).filter(outside)];
  const relations = [...new Set(found.tables.map((t) => t.info?.name ?? ""))].sort();
  const approved = {
    sql: splice(sql, edits).trim(),
    parameters,
    relations,
    rowCap: bounded.rowCap,
    policyKey: set.key,
    narrowed: narrowing.length > 0,
  } as unknown as ApprovedSql;
  return { verdict: "allow", approved };
}

/**
 * Comments become a space and the semicolon at the end goes. Raw texts, texts in double quotes and texts with doubled
 * quotes are written with backslashes: engines and their versions read only that writing alike.
 */
function cleaning(tokens: readonly Token[], comments: readonly Span[], end: number): Edit[] {
  const edits: Edit[] = comments.map((c) => ({ from: c.from, to: c.to, text: " " }));
  for (const token of tokens) {
    if (token.kind === "string" && (!token.text.startsWith("'") || token.text.slice(1, -1).includes("''"))) {
      edits.push({ from: token.from, to: token.to, text: quoteString(token.value) });
    }
  }
  const last = tokens.at(-1);
  if (last && last.from >= end) edits.push({ from: last.from, to: last.to, text: "" });
  return edits;
}

function checkParameters(
  used: readonly { name: string; from: number }[],
  parameters: Parameters,
): Denial | null {
  const unbound = used.find((p) => !Object.hasOwn(parameters, p.name));
  if (!unbound) return null;
  return {
    code: "parameter_not_bound",
    message: `The parameter :${unbound.name} has no value.`,
    position: unbound.from,
  };
}

/** Control characters anywhere, and invisible or direction-changing ones outside texts. */
function checkCharacters(sql: string, tokens: readonly Token[]): Denial | null {
  if (!SUSPICIOUS.test(sql)) return null;
  const points = Array.from(sql);
  const inText = (at: number) => tokens.some((t) => t.kind === "string" && t.from <= at && at < t.to);
  const position = points.findIndex((c, at) => CONTROL.test(c) || (INVISIBLE.test(c) && !inText(at)));
  if (position < 0) return null;
  const code = (points[position]?.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return {
    code: "character_not_allowed",
    message: `The character U+${code} is invisible or a control character and is not allowed there.`,
    position,
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;
const SUSPICIOUS = new RegExp(`${CONTROL.source}|${INVISIBLE.source}`, "u");
