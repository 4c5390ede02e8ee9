/** Runs equal work once at a time: whoever asks while it runs gets the same result. The work is aborted only when everybody who waits has gone. */
export class SingleFlight<T> {
  private readonly flights = new Map<
    string,
    { result: Promise<T>; waiting: number; controller: AbortController }
  >();

  async run(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const flight = this.flights.get(key) ?? this.start(key, work);
    flight.waiting += 1;
    let leave = (): void => {};
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(signal.reason);
      signal.addEventListener("abort", leave, { once: true });
    });
    try {
      return await Promise.race([flight.result, left]);
    } finally {
      signal.removeEventListener("abort", leave);
      flight.waiting -= 1;
      if (flight.waiting === 0 && this.flights.get(key) === flight) {
        // Nobody may join what is about to be aborted.
        this.flights.delete(key);
        flight.controller.abort();
      }
    }
  }

  private start(key: string, work: (signal: AbortSignal) => Promise<T>) {
    const controller = new AbortController();
    const flight = { result: work(controller.signal), waiting: 0, controller };
    this.flights.set(key, flight);
    const done = (): void => {
      if (this.flights.get(key) === flight) this.flights.delete(key);
    };
    flight.result.then(done, done);
    return flight;
  }
}
