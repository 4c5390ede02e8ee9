import { describe, expect, it } from "vitest";
import { SingleFlight } from "./single-flight.js";

function gate(): { open: (value: number) => void; fail: (fault: Error) => void; work: Promise<number> } {
  let open = (_: number): void => {};
  let fail = (_: Error): void => {};
  const work = new Promise<number>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { open, fail, work };
}

const never = (): AbortSignal => new AbortController().signal;

describe("SingleFlight", () => {
  it("runs equal work once, and again when it is done", async () => {
    const flights = new SingleFlight<number>();
    const { open, work } = gate();
    let runs = 0;
    const run = () => {
      runs += 1;
      return work;
    };
    const both = Promise.all([flights.run("a", never(), run), flights.run("a", never(), run)]);
    open(7);
    expect(await both).toEqual([7, 7]);
    expect(runs).toBe(1);
    await flights.run("a", never(), run);
    expect(runs).toBe(2);
  });

  it("lets one leave and the others stay, and aborts when all have left", async () => {
    const flights = new SingleFlight<number>();
    const { open, work } = gate();
    const seen: AbortSignal[] = [];
    const run = (signal: AbortSignal) => {
      seen.push(signal);
      return work;
    };
    const [first, second] = [new AbortController(), new AbortController()];
    const leaving = flights.run("a", first.signal, run);
    const staying = flights.run("a", second.signal, run);
    first.abort(new Error("gone"));
    await expect(leaving).rejects.toThrow("gone");
    expect(seen[0]?.aborted).toBe(false);
    open(3);
    expect(await staying).toBe(3);

    const alone = new AbortController();
    const lost = flights.run("b", alone.signal, (signal) => {
      seen.push(signal);
      return gate().work;
    });
    alone.abort(new Error("gone too"));
    await expect(lost).rejects.toThrow("gone too");
    expect(seen[1]?.aborted).toBe(true);
  });

  it("forgets failed work", async () => {
    const flights = new SingleFlight<number>();
    const { fail, work } = gate();
    const failing = flights.run("a", never(), () => work);
    fail(new Error("boom"));
    await expect(failing).rejects.toThrow("boom");
    expect(await flights.run("a", never(), async () => 1)).toBe(1);
  });
});
