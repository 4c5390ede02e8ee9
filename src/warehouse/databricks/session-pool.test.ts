import fc from "fast-check";
import { describe, expect, it } from "vitest";
import "../../../test/seed.js";
import type { Driver, DriverSession } from "./driver.js";
import { SessionPool } from "./session-pool.js";

const SIZE = 2;

describe("a pool of sessions", () => {
  it("lends no more than it has, and stalls no one, whenever callers give up", async () => {
    const user = fc.record({
      patience: fc.integer({ min: 1, max: 12 }),
      use: fc.integer({ min: 0, max: 4 }),
      breaks: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(user, { minLength: 1, maxLength: 15 }), async (users) => {
        const { driver, open } = countingDriver();
        const pool = new SessionPool(driver, {}, SIZE);
        let lent = 0;
        let most = 0;
        await Promise.all(
          users.map(async ({ patience, use, breaks }) => {
            const options = { signal: AbortSignal.timeout(patience), timeoutMs: 1000 };
            const session = await pool.take(options).catch(() => null);
            if (session === null) return;
            lent += 1;
            most = Math.max(most, lent);
            await new Promise((resolve) => setTimeout(resolve, use));
            lent -= 1;
            if (breaks) pool.discard(session, Promise.resolve());
            else pool.release(session);
          }),
        );
        expect(most).toBeLessThanOrEqual(SIZE);
        // All places are free again: as many as there are can be taken at once.
        const patient = { signal: new AbortController().signal, timeoutMs: 2000 };
        const all = await Promise.all(Array.from({ length: SIZE }, () => pool.take(patient)));
        for (const session of all) pool.release(session);
        await pool.close();
        expect(open.size).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it("tells those who wait when it closes", async () => {
    const { driver } = countingDriver();
    const pool = new SessionPool(driver, {}, 1);
    const patient = { signal: new AbortController().signal, timeoutMs: 60_000 };
    await pool.take(patient);
    const waiting = pool.take(patient);
    await Promise.all([
      expect(waiting).rejects.toMatchObject({ code: "warehouse_unavailable" }),
      pool.close(),
    ]);
  });
});

it("closes a session that opens after the pool has closed", async () => {
  const { driver, open } = countingDriver();
  const pool = new SessionPool(driver, {}, 1);
  const opening = pool.take({ signal: new AbortController().signal, timeoutMs: 60_000 });
  await Promise.all([expect(opening).rejects.toMatchObject({ code: "warehouse_unavailable" }), pool.close()]);
  expect(open.size).toBe(0);
});

/** Sessions that open after a moment; `open` holds those that are not closed. */
function countingDriver(): { driver: Driver; open: Set<DriverSession> } {
  const open = new Set<DriverSession>();
  let isClosed = false;
  const driver: Driver = {
    openSession: async () => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      const session: DriverSession = {
        executeStatement: () => Promise.reject(new Error("not used")),
        close: async () => {
          await new Promise((resolve) => setTimeout(resolve, 1));
          if (isClosed) throw new Error("the driver is closed");
          open.delete(session);
        },
      };
      open.add(session);
      return session;
    },
    close: async () => {
      isClosed = true;
    },
  };
  return { driver, open };
}
