import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import "../../../test/seed.js";
import { bounded } from "./bounded.js";

describe("waiting no longer than the caller", () => {
  it("gives a result to the caller or to the one who clears up, whichever comes first, and never to both or none", async () => {
    const moves = fc.shuffledSubarray(["done", "abort", "abort again", "deadline"] as const, {
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(
        moves,
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        async (order, apart) => {
          const caller = new AbortController();
          let finish: (result: string) => void = () => undefined;
          const work = new Promise<string>((resolve) => {
            finish = resolve;
          });
          const given: string[] = [];
          const timeoutMs = order.includes("deadline") ? 1 : 60_000;
          const waiting = bounded({ signal: caller.signal, timeoutMs }, work, async () => {
            given.push("cleared up");
          }).then(
            () => given.push("caller"),
            (error: { code: string }) => error.code,
          );
          for (const [at, move] of order.entries()) {
            if (move === "done") finish("result");
            else if (move === "deadline") await new Promise((resolve) => setTimeout(resolve, 2));
            else caller.abort();
            // Several of them may fall into one turn.
            if (apart[at]) await nextTurn();
          }
          finish("result");
          await waiting;
          await nextTurn();
          expect(given).toHaveLength(1);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("passes on what went wrong, and keeps no listener", async () => {
    const caller = new AbortController();
    const failing = bounded(
      { signal: caller.signal, timeoutMs: 1000 },
      Promise.reject(new Error("no")),
      async () => {},
    );
    await expect(failing).rejects.toThrow("no");
    caller.abort();
    const gone = bounded({ signal: caller.signal, timeoutMs: 1000 }, new Promise(() => {}), async () => {});
    await expect(gone).rejects.toMatchObject({ code: "warehouse_cancelled" });
  });
});
