import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffMs } from "./backoff.js";
import { createRateLimit } from "./rate-limit.js";

describe("backoffMs", () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  it("never comes back before the platform allows, nor much later", () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(600_000), random, (attempt, asked, roll) => {
        const wait = backoffMs(attempt + 1, asked, { baseMs: 500, capMs: 60_000, random: () => roll });
        expect(wait).toBeGreaterThanOrEqual(asked);
        expect(wait).toBeLessThanOrEqual(asked + 251);
      }),
    );
  });

  it("doubles up to its cap, spread over the upper half", () => {
    fc.assert(
      fc.property(fc.nat(200), random, (attempt, roll) => {
        const full = Math.min(60_000, 500 * 2 ** attempt);
        const wait = backoffMs(attempt + 1, null, { baseMs: 500, capMs: 60_000, random: () => roll });
        expect(wait).toBeGreaterThanOrEqual(Math.floor(full / 2));
        expect(wait).toBeLessThanOrEqual(full + 1);
      }),
    );
  });
});

describe("rate limit", () => {
  it("lets nobody have more than the burst and the refill, and lets everybody go on after the wait it names", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5000), { minLength: 1, maxLength: 200 }), (gaps) => {
        const limit = createRateLimit({ perPerson: 10, inAll: 1000 });
        let now = 1_000_000;
        const start = now;
        let taken = 0;
        let wait = 0;
        for (const gap of gaps) {
          now += gap;
          wait = limit.take("ana", now);
          if (wait === 0) taken++;
        }
        expect(taken).toBeLessThanOrEqual(10 + ((now - start) / 60_000) * 10 + 1e-6);
        if (wait > 0) expect(limit.take("ana", now + wait)).toBe(0);
      }),
    );
  });

  it("bounds all people together", () => {
    const limit = createRateLimit({ perPerson: 10, inAll: 25 });
    const taken = Array.from({ length: 100 }, (_, n) => limit.take(`user ${n}`, 0)).filter(
      (wait) => wait === 0,
    );
    expect(taken).toHaveLength(25);
  });
});
