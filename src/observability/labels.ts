const MAX_VALUES = 24;
const MAX_LENGTH = 48;

const seen = new Map<string, Set<string>>();

/** A label value from a set that stops growing: later newcomers become "other", so that foreign names cannot fill the memory of a scraper. */
export function boundedLabel(label: string, value: string): string {
  const values = seen.get(label) ?? new Set<string>();
  seen.set(label, values);
  const name = value.slice(0, MAX_LENGTH);
  if (values.has(name)) return name;
  if (values.size >= MAX_VALUES) return "other";
  values.add(name);
  return name;
}
