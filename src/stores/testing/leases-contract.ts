import { describe, expect, it } from "vitest";
import type { LeaseStore } from "../leases.js";

/** What every store of leases keeps to, over two connections to the same place. */
export function leasesContract(open: () => Promise<[LeaseStore, LeaseStore]>): void {
  describe("leases", () => {
    it("belong to one holder at a time, whichever connection asks", async () => {
      const [one, two] = await open();
      expect(await one.take("a", "h1", 60_000)).toBe(true);
      expect(await two.take("a", "h2", 60_000)).toBe(false);
      expect(await two.take("b", "h2", 60_000)).toBe(true);
      await one.release("a", "h1");
      expect(await two.take("a", "h2", 60_000)).toBe(true);
    });

    it("are given to one of many that come at once", async () => {
      const [one, two] = await open();
      const taken = await Promise.all(
        Array.from({ length: 40 }, (_, n) => (n % 2 ? one : two).take("a", `h${n}`, 60_000)),
      );
      expect(taken.filter(Boolean)).toHaveLength(1);
    });

    it("end by themselves unless they are extended", async () => {
      const [one, two] = await open();
      await one.take("a", "h1", 40);
      await one.take("b", "h1", 40);
      await one.extend("b", "h1", 60_000);
      await new Promise((resolve) => setTimeout(resolve, 150));
      expect(await two.take("a", "h2", 60_000)).toBe(true);
      expect(await two.take("b", "h2", 60_000)).toBe(false);
    });

    it("are neither freed nor extended by who has lost them", async () => {
      const [one, two] = await open();
      await one.take("a", "h1", 20);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await two.take("a", "h2", 60_000)).toBe(true);
      await one.release("a", "h1");
      await one.extend("a", "h1", 1);
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(await one.take("a", "h3", 60_000)).toBe(false);
    });
  });
}
