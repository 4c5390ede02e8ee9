/**
 * Three-part, lower-case name of a relation. Two parts get the workspace's catalog; backticks are taken off.
 * Null where the text is no two- or three-part name.
 */
export function normalizeRelation(text: string, catalog: string): string | null {
  const parts = splitName(text.trim());
  if (parts === null || parts.length < 2 || parts.length > 3) return null;
  const named = parts.length === 2 ? [catalog, ...parts] : parts;
  return named.join(".").toLowerCase();
}

function splitName(text: string): string[] | null {
  const parts: string[] = [];
  let rest = text;
  for (;;) {
    const match = /^(?:`((?:[^`]|``)+)`|([\p{L}\p{N}_$-]+))\s*(\.\s*|$)/u.exec(rest);
    if (match === null) return null;
    parts.push((match[1]?.replaceAll("``", "`") ?? match[2]) as string);
    rest = rest.slice(match[0].length);
    if (!match[3]) return rest === "" ? parts : null;
  }
}
