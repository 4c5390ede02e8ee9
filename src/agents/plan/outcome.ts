/** A step that may find fault with a model's reply; the fault is said so that a model can mend it. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; problem: string };

export function bound<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function problem(text: string): { ok: false; problem: string } {
  return { ok: false, problem: text };
}
