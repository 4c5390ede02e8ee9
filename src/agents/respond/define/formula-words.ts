const CALLS: [RegExp, (inner: string) => string][] = [
  [/^count\s*\(\s*distinct\s+([^()]*)\)$/i, (inner) => `the number of different ${inner}`],
  [/^count\s*\(\s*\*\s*\)$/i, () => "the number of rows"],
  [/^count\s*\(([^()]*)\)$/i, (inner) => `the number of ${inner}`],
  [/^sum\s*\(([^()]*)\)$/i, (inner) => `the sum of ${inner}`],
  [/^(?:avg|mean)\s*\(([^()]*)\)$/i, (inner) => `the average of ${inner}`],
  [/^min\s*\(([^()]*)\)$/i, (inner) => `the smallest ${inner}`],
  [/^max\s*\(([^()]*)\)$/i, (inner) => `the largest ${inner}`],
  [/^median\s*\(([^()]*)\)$/i, (inner) => `the median of ${inner}`],
  [/^measure\s*\(([^()]*)\)$/i, (inner) => inner],
  [/^nullif\s*\(([^(),]*),\s*0(?:\.0)?\s*\)$/i, (inner) => inner],
  [/^coalesce\s*\(([^(),]*),\s*0(?:\.0)?\s*\)$/i, (inner) => inner],
  [/^try_divide\s*\(([^(),]*),([^(),]*)\)$/i, (inner) => inner],
];
const CALL = /\b[a-z_]+\s*\([^()]*\)/gi;
const FILTER = /\s*filter\s*\(\s*where\s+([^()]*)\)/gi;

/** A measure's expression in words: "Takings divided by Tickets"; the expression itself where words would not be exact. */
export function formulaWords(expr: string): string {
  let text = expr.replace(/\s+/g, " ").trim();
  for (let round = 0; round < 20; round += 1) {
    const next = text
      .replace(FILTER, (_, condition: string) => ` over rows where ${condition.trim()}`)
      .replace(CALL, (call) => spoken(call) ?? call);
    if (next === text) break;
    text = next;
  }
  if (/[()]|\bcase\b|\bover\b(?! rows)/i.test(text)) return `\`${expr.trim()}\``;
  return operators(text)
    .replace(/`([^`]*)`/g, "$1")
    .replace(/\bsource\./g, "")
    .trim();
}

function spoken(call: string): string | null {
  const divided = /^try_divide\s*\(([^(),]*),([^(),]*)\)$/i.exec(call);
  if (divided) return `${divided[1]?.trim()} / ${divided[2]?.trim()}`;
  for (const [pattern, words] of CALLS) {
    const match = pattern.exec(call);
    if (match) return words((match[1] ?? "").trim());
  }
  return null;
}

function operators(text: string): string {
  return text
    .replace(/\s*\/\s*/g, " divided by ")
    .replace(/\s+\*\s+/g, " times ")
    .replace(/\s+\+\s+/g, " plus ")
    .replace(/\s+-\s+/g, " minus ");
}
