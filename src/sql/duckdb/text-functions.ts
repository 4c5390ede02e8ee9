import { literal } from "./quoting.js";
import { refuse } from "./refusal.js";
import type { FunctionWriter } from "./writer.js";
import { byArity } from "./writer.js";

const one = (template: string) => byArity({ 1: template });
const two = (template: string) => byArity({ 2: template });
const three = (template: string) => byArity({ 3: template });

const concat: FunctionWriter = ({ w, args, exprs }) => {
  if (args.length === 0) return "''";
  const isArray = exprs.some((e) => w.kind(e) === "array");
  return `(${args.map((a, i) => (isArray ? a : asText(w.kind(exprs[i] as never), a))).join(" || ")})`;
};

function asText(kind: string | null, text: string): string {
  if (kind === "string") return text;
  if (kind === "double" || kind === null) return `dbx_text(${text})`;
  return `CAST(${text} AS VARCHAR)`;
}

const concatWs: FunctionWriter = ({ w, args, exprs }) => {
  const parts = exprs.slice(1).map((e, i) => {
    const text = args[i + 1] as string;
    return w.kind(e) === "array"
      ? `list_filter(${text}, lambda x: x IS NOT NULL)`
      : `list_filter([CAST(${text} AS VARCHAR)], lambda x: x IS NOT NULL)`;
  });
  if (parts.length === 0) return "''";
  return `array_to_string(${parts.join(" || ")}, ${args[0]})`;
};

const format: FunctionWriter = ({ args, exprs }) => {
  const [pattern] = exprs;
  if (pattern?.kind !== "string" || /%(?![-0]?\d*(?:\.\d+)?[dsf%])/.test(pattern.value)) {
    throw refuse("format_string", "only %d, %s and %f in a plain text are known to the embedded engine.");
  }
  return `printf(${args.join(", ")})`;
};

const formatNumber: FunctionWriter = ({ args, exprs }) => {
  const [, places] = exprs;
  if (places?.kind !== "number") throw refuse("format_number", "the number of places must be plain.");
  return `format('{:,.${Number(places.text)}f}', CAST(${args[0]} AS DOUBLE))`;
};

/** Java's pattern must mean the same in RE2. */
const pattern = (templates: Record<number, string>): FunctionWriter => {
  const write = byArity(templates);
  return (c) => {
    const [, expr] = c.exprs;
    if (expr?.kind !== "string") throw refuse(c.call.name, "the pattern must be a plain text.");
    if (/\(\?[=!<]|\\[1-9GZzhHRX]|[*+?}]\+|\[[^\]]*&&/.test(expr.value)) {
      throw refuse(c.call.name, "the pattern uses what the embedded engine's expressions lack.");
    }
    return write(c);
  };
};

/** `$1` in Java is `\1` in RE2. */
const regexpReplace: FunctionWriter = (c) => {
  const [, , replacement] = c.exprs;
  if (replacement?.kind !== "string" || c.args.length !== 3) {
    throw refuse("regexp_replace", "the replacement must be a plain text, without a position.");
  }
  const text = replacement.value
    .replaceAll(/\\(?=[^$\\])/g, "\\\\")
    .replaceAll(/(?<!\\)\$(\d)/g, "\\$1")
    .replaceAll("\\$", "$");
  return pattern({ 3: `regexp_replace({0}, {1}, ${literal(text)}, 'g')` })(c);
};

const decode: FunctionWriter = ({ args }) => {
  if (args.length === 2) throw refuse("decode", "character sets are not known to the embedded engine.");
  const [value, ...rest] = args;
  let text = "CASE";
  for (let i = 0; i + 1 < rest.length; i += 2)
    text += ` WHEN ${value} IS NOT DISTINCT FROM ${rest[i]} THEN ${rest[i + 1]}`;
  return rest.length % 2 === 1 ? `${text} ELSE ${rest.at(-1)} END` : `${text} END`;
};

const padding = (name: string) =>
  byArity({ 2: `${name}({0}, CAST({1} AS INTEGER), ' ')`, 3: `${name}({0}, CAST({1} AS INTEGER), {2})` });

export const TEXT_FUNCTIONS: Record<string, FunctionWriter> = {
  concat,
  concat_ws: concatWs,
  upper: one("upper({0})"),
  ucase: one("upper({0})"),
  lower: one("lower({0})"),
  lcase: one("lower({0})"),
  length: one("length({0})"),
  len: one("length({0})"),
  char_length: one("length({0})"),
  character_length: one("length({0})"),
  trim: byArity({ 1: "trim({0}, ' ')", 2: "trim({0}, {1})" }),
  btrim: byArity({ 1: "trim({0}, ' ')", 2: "trim({0}, {1})" }),
  ltrim: byArity({ 1: "ltrim({0}, ' ')", 2: "ltrim({1}, {0})" }),
  rtrim: byArity({ 1: "rtrim({0}, ' ')", 2: "rtrim({1}, {0})" }),
  substring: byArity({ 2: "dbx_substring({0}, {1})", 3: "dbx_substring3({0}, {1}, {2})" }),
  substr: byArity({ 2: "dbx_substring({0}, {1})", 3: "dbx_substring3({0}, {1}, {2})" }),
  left: two("CASE WHEN {1} <= 0 THEN '' ELSE left({0}, {1}) END"),
  right: two("CASE WHEN {1} <= 0 THEN '' ELSE right({0}, {1}) END"),
  lpad: padding("lpad"),
  rpad: padding("rpad"),
  replace: byArity({ 2: "replace({0}, {1}, '')", 3: "replace({0}, {1}, {2})" }),
  overlay: byArity({
    3: "(left({0}, {2} - 1) || {1} || substring({0}, {2} + length({1})))",
    4: "(left({0}, {2} - 1) || {1} || substring({0}, {2} + {3}))",
  }),
  initcap: one("dbx_initcap({0})"),
  reverse: one("reverse({0})"),
  repeat: two("repeat({0}, {1})"),
  space: one("repeat(' ', {0})"),
  ascii: one("ascii({0})"),
  chr: one("chr({0})"),
  char: one("chr({0})"),
  instr: two("strpos({0}, {1})"),
  locate: byArity({ 2: "strpos({1}, {0})", 3: "dbx_locate({0}, {1}, {2})" }),
  position: byArity({ 2: "strpos({1}, {0})", 3: "dbx_locate({0}, {1}, {2})" }),
  charindex: byArity({ 2: "strpos({1}, {0})", 3: "dbx_locate({0}, {1}, {2})" }),
  contains: two("contains({0}, {1})"),
  startswith: two("starts_with({0}, {1})"),
  endswith: two("suffix({0}, {1})"),
  levenshtein: two("levenshtein({0}, {1})"),
  translate: three("translate({0}, {1}, {2})"),
  split_part: three("split_part({0}, {1}, {2})"),
  substring_index: three("dbx_substring_index({0}, {1}, {2})"),
  split: pattern({ 2: "string_split_regex({0}, {1})" }),
  md5: one("md5({0})"),
  sha2: ({ args, exprs }) => {
    const [, bits] = exprs;
    if (bits?.kind !== "number" || !/^(0|256)$/.test(bits.text))
      throw refuse("sha2", "only 256 bits are known.");
    return `sha256(${args[0]})`;
  },
  format_string: format,
  printf: format,
  format_number: formatNumber,
  regexp_replace: regexpReplace,
  regexp_extract: pattern({ 2: "regexp_extract({0}, {1}, 1)", 3: "regexp_extract({0}, {1}, {2})" }),
  regexp_extract_all: pattern({
    2: "regexp_extract_all({0}, {1}, 1)",
    3: "regexp_extract_all({0}, {1}, {2})",
  }),
  regexp_like: pattern({ 2: "regexp_matches({0}, {1})" }),
  rlike: pattern({ 2: "regexp_matches({0}, {1})" }),
  regexp: pattern({ 2: "regexp_matches({0}, {1})" }),
  regexp_count: pattern({ 2: "len(regexp_extract_all({0}, {1}))" }),
  regexp_substr: pattern({ 2: "nullif(regexp_extract({0}, {1}), '')" }),
  find_in_set: two(
    "CASE WHEN contains({0}, ',') THEN 0 ELSE coalesce(list_position(string_split({1}, ','), {0}), 0) END",
  ),
  get_json_object: two("dbx_json({0}, {1})"),
  string: ({ w, args, exprs }) => asText(w.kind(exprs[0] as never), args[0] as string),
  decode,
  bit_length: one("bit_length({0})"),
  octet_length: one("octet_length(encode({0}))"),
};
