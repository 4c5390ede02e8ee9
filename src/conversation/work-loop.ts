/** Keeps up to `limit` pieces of work going for as long as there is some. */
export interface WorkLoop {
  /** Looks for work now. */
  wake(): void;
  /** Waits until there is nothing to do just now. */
  idle(): Promise<void>;
  /** Takes no new work, and waits until what goes on has ended. */
  drain(): Promise<void>;
}

export interface WorkSource<T> {
  limit: number;
  /** The next piece of work, or null while there is none. A throw is reported and counts as none. */
  next(): Promise<T | null>;
  /** Does it. Never rejects. */
  work(piece: T): Promise<void>;
  onFault(error: unknown): void;
}

/** One seeker at a time asks for work; each end of a piece, and each wake, seeks again. */
export function createWorkLoop<T>(source: WorkSource<T>): WorkLoop {
  const going = new Set<Promise<void>>();
  let seeking: Promise<void> | null = null;
  let again = false;
  let draining = false;

  const seek = async (): Promise<void> => {
    do {
      again = false;
      while (!draining && going.size < source.limit) {
        const piece = await source.next();
        if (piece === null) break;
        start(piece);
      }
    } while (again && !draining);
  };
  const start = (piece: T): void => {
    const done: Promise<void> = source.work(piece).finally(() => {
      going.delete(done);
      wake();
    });
    going.add(done);
  };
  const wake = (): void => {
    if (draining) return;
    again = true;
    if (seeking !== null) return;
    seeking = seek()
      .catch(source.onFault)
      .finally(() => {
        seeking = null;
      });
  };

  return {
    wake,
    idle: async () => {
      while (seeking !== null || going.size > 0) {
        await seeking;
        await Promise.all(going);
      }
    },
    drain: async () => {
      draining = true;
      await seeking;
      await Promise.all(going);
    },
  };
}
