import { describe, expect, it } from "vitest";
import type { SpendItem, SpendLedger } from "../../contracts/model.js";

const DAY_MS = 24 * 3600_000;

/** What every store of counters must do. `open` gives two handles on the same, empty counters, as two processes have them. */
export function spendContract(open: () => Promise<[SpendLedger, SpendLedger]>): void {
  const item = (key: string, amount: number, limit: number | null): SpendItem => ({
    key,
    amount,
    limit,
    expiresAt: Date.now() + DAY_MS,
  });

  describe("counters of spend", () => {
    it("add all amounts or none, and name the first that would pass its limit", async () => {
      const [one, two] = await open();
      expect(await one.reserve([item("a", 3, 5), item("b", 1, null)])).toEqual({ ok: true, totals: [3, 1] });
      expect(await two.reserve([item("b", 1, null), item("a", 3, 5)])).toEqual({
        ok: false,
        index: 1,
        total: 3,
      });
      expect(await two.reserve([item("b", 1, null), item("a", 2, 5)])).toEqual({ ok: true, totals: [2, 5] });
    });

    it("give back what was not spent, never below nothing, and keep large amounts exact", async () => {
      const [one, two] = await open();
      await one.reserve([item("a", 9_000_000_000_001, 9_000_000_000_001)]);
      await two.settle([{ key: "a", amount: -1 }]);
      expect(await one.reserve([item("a", 2, 9_000_000_000_001)])).toMatchObject({ ok: false });
      expect(await one.reserve([item("a", 1, 9_000_000_000_001)])).toMatchObject({ ok: true });
      await two.settle([{ key: "a", amount: -9_900_000_000_000 }]);
      expect(await one.reserve([item("a", 1, null)])).toEqual({ ok: true, totals: [1] });
    });

    it("hold a limit against a hundred at once on both handles", async () => {
      const both = await open();
      const replies = await Promise.all(
        Array.from({ length: 100 }, (_, at) => both[at % 2]?.reserve([item("a", 7, 100)])),
      );
      expect(replies.filter((reply) => reply?.ok)).toHaveLength(14);
    });
  });
}
