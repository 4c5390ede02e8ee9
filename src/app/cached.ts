const KEPT = 1000;

/** Remembers the results of a pure function by its text argument, the oldest forgotten first. */
export function cached<T>(make: (key: string) => T): (key: string) => T {
  const kept = new Map<string, T>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? "");
    const made = make(key);
    kept.set(key, made);
    return made;
  };
}
