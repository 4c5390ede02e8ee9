import { type Span, type Token, tokenize } from "../sql/tokens.js";

/**
 * The span of a node widened until its parentheses match: nodes leave out the parentheses that enclose them, so an
 * operand such as `(a + b) * c` starts inside its first one.
 */
export function balancedSpan(sql: string, span: Span): Span {
  const lexed = tokenize(sql);
  if (!lexed.ok) return span;
  const parentheses = lexed.tokens.filter((token) => token.kind === "op" && /^[()]$/.test(token.text));
  const { opened, closed } = unmatched(
    parentheses.filter((token) => token.from >= span.from && token.to <= span.to),
  );
  const before = parentheses.filter((token) => token.to <= span.from && token.text === "(");
  const after = parentheses.filter((token) => token.from >= span.to && token.text === ")");
  return {
    from: closed === 0 ? span.from : (before.at(-closed)?.from ?? span.from),
    to: opened === 0 ? span.to : (after[opened - 1]?.to ?? span.to),
  };
}

function unmatched(parentheses: readonly Token[]): { opened: number; closed: number } {
  let opened = 0;
  let closed = 0;
  for (const { text } of parentheses) {
    if (text === "(") opened++;
    else if (opened > 0) opened--;
    else closed++;
  }
  return { opened, closed };
}
