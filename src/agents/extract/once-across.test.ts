import { describe, expect, it } from "vitest";
import type { Leases } from "../../contracts/ports.js";
import { onceAcross } from "./once-across.js";

const signal = new AbortController().signal;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What several processes share: a place for the result, and one lease. */
function shared() {
  const state = {
    kept: null as string | null,
    holder: null as object | null,
    made: 0,
    looks: [] as unknown[],
  };
  const leases: Leases = {
    take: async () => {
      await wait(1);
      if (state.holder !== null) return null;
      const lease = {
        release: async () => {
          if (state.holder === lease) state.holder = null;
        },
      };
      state.holder = lease;
      return lease;
    },
  };
  const work = {
    leases,
    find: async (again?: "again") => {
      state.looks.push(again);
      await wait(1);
      return state.kept;
    },
    make: async () => {
      state.made += 1;
      await wait(30);
      state.kept = `made ${state.made}`;
      return state.kept;
    },
    signal,
  };
  return { state, work };
}

describe("work that several processes want", () => {
  it("is done once, and everybody gets it", async () => {
    const { state, work } = shared();
    const got = await Promise.all(
      Array.from({ length: 20 }, () => onceAcross("k", { ...work, signal: new AbortController().signal })),
    );
    expect(state.made).toBe(1);
    expect(new Set(got.map(({ value }) => value))).toEqual(new Set(["made 1"]));
    expect(got.filter(({ found }) => !found)).toHaveLength(1);
    expect(state.holder).toBeNull();
  });

  it("is found again after the lease, where its maker ended just before", async () => {
    const { state, work } = shared();
    const take: Leases["take"] = async (key) => {
      state.kept = "made elsewhere";
      return work.leases.take(key);
    };
    expect(await onceAcross("k", { ...work, leases: { take } })).toEqual({
      value: "made elsewhere",
      found: true,
    });
    expect(state.made).toBe(0);
  });

  it("is done by a waiter once the maker's lease is over", async () => {
    const { state, work } = shared();
    state.holder = {};
    const waiting = onceAcross("k", work);
    await wait(120);
    expect(state.made).toBe(0);
    state.holder = null;
    expect(await waiting).toEqual({ value: "made 1", found: false });
  });

  it("gives the lease back where making fails, and says why", async () => {
    const { state, work } = shared();
    const make = () => Promise.reject(new Error("the engine is gone"));
    await expect(onceAcross("k", { ...work, make })).rejects.toThrow("engine is gone");
    expect(state.holder).toBeNull();
  });

  it("is not waited for after the asker has gone", async () => {
    const { state, work } = shared();
    state.holder = {};
    const gone = new AbortController();
    const waiting = onceAcross("k", { ...work, signal: gone.signal });
    setTimeout(() => gone.abort(new Error("enough")), 20);
    await expect(waiting).rejects.toThrow("enough");
  });

  it("counts as one look, however often it looks", async () => {
    const { state, work } = shared();
    await onceAcross("k", work);
    expect(state.looks).toEqual([undefined, "again"]);
  });
});
