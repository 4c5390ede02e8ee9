const CONTROL: Record<string, string> = { "0": "\0", b: "\b", n: "\n", r: "\r", t: "\t", Z: "\x1a" };

/**
 * The value of the body of a quoted string, as Spark 4 decodes it (unescapeSQLString): backslash escapes, three octal
 * digits, \uXXXX, \UXXXXXXXX, doubled quotes. `\%` and `\_` keep their backslash for LIKE.
 */
export function unescapeString(body: string, quote: string): string {
  if (!body.includes("\\") && !body.includes(quote)) return body;
  return body.replace(
    /\\(?:U([0-9A-Fa-f]{8})|u([0-9A-Fa-f]{4})|([01][0-7]{2})|([\s\S]))|''|""/gu,
    (whole, long: string, short: string, octal: string, other: string) => {
      if (!whole.startsWith("\\")) return whole[0] === quote ? quote : whole;
      if (long) return codePoint(Number.parseInt(long, 16), whole);
      if (short) return String.fromCharCode(Number.parseInt(short, 16));
      if (octal) return String.fromCharCode(Number.parseInt(octal, 8));
      if (other === "%" || other === "_") return whole;
      return CONTROL[other] ?? other;
    },
  );
}

function codePoint(value: number, whole: string): string {
  return value <= 0x10ffff ? String.fromCodePoint(value) : whole;
}
