import type { IncomingMessage } from "../contracts/conversation.js";

type Person = IncomingMessage["user"];

const KEEP_MS = 10 * 60_000;
const KEEP_AT_MOST = 5_000;
/** Platforms want their acknowledgement within three seconds, and send again what was not taken: the late reply is known by then. */
const WAIT_MS = 2_000;

/**
 * Asks a platform who somebody is once in ten minutes; those who ask at the same time share one call. A failure is not remembered.
 * Rejects as `find` does, or when it takes longer than two seconds.
 */
export function rememberPeople<Who>(
  find: (who: Who) => Promise<Person>,
  { keyOf, now }: { keyOf: (who: Who) => string; now: () => number },
): (who: Who) => Promise<Person> {
  const known = new Map<string, { person: Promise<Person>; until: number }>();
  return (who) => {
    const key = keyOf(who);
    const kept = known.get(key);
    if (kept !== undefined && kept.until > now()) return inTime(kept.person);
    if (known.size >= KEEP_AT_MOST) known.clear();
    const person = find(who);
    const entry = { person, until: now() + KEEP_MS };
    known.set(key, entry);
    person.catch(() => {
      if (known.get(key) === entry) known.delete(key);
    });
    return inTime(person);
  };
}

function inTime(person: Promise<Person>): Promise<Person> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new Error("The platform did not tell in time who asks."));
    const timer = setTimeout(late, WAIT_MS);
    person.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
