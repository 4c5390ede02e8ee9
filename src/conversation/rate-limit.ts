/** Counts questions per person and in all. Memory is bounded: the person not seen for longest is forgotten first. */
export interface RateLimit {
  /** Milliseconds until the person may ask again; 0 = now, and the question is counted. Null where nobody can be told apart: counted in all only. */
  take(person: string | null, now: number): number;
}

interface Bucket {
  tokens: number;
  at: number;
}

const MAX_PEOPLE = 10_000;
const MINUTE = 60_000;

/** Token buckets that hold one minute's allowance and refill evenly. */
export function createRateLimit(limits: { perPerson: number; inAll: number }): RateLimit {
  const people = new Map<string, Bucket>();
  let all: Bucket = { tokens: limits.inAll, at: 0 };

  return {
    take: (person, now) => {
      all = refill(all, limits.inAll, now);
      if (person === null) {
        const wait = waitOf(all, limits.inAll);
        if (wait === 0) all.tokens--;
        return wait;
      }
      const mine = refill(people.get(person) ?? { tokens: limits.perPerson, at: now }, limits.perPerson, now);
      const wait = Math.max(waitOf(mine, limits.perPerson), waitOf(all, limits.inAll));
      if (wait === 0) {
        mine.tokens--;
        all.tokens--;
      }
      people.delete(person);
      people.set(person, mine);
      if (people.size > MAX_PEOPLE) people.delete(people.keys().next().value ?? person);
      return wait;
    },
  };
}

function refill({ tokens, at }: Bucket, perMinute: number, now: number): Bucket {
  const gained = (Math.max(0, now - at) / MINUTE) * perMinute;
  return { tokens: Math.min(perMinute, tokens + gained), at: now };
}

function waitOf({ tokens }: Bucket, perMinute: number): number {
  return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perMinute) * MINUTE);
}
