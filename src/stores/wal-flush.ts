import { type FileHandle, open } from "node:fs/promises";

/** Makes what stands in a file safe from the loss of power, without holding up the process. */
export interface Flush {
  /** Resolves once all that was written before the call is safe. Calls that come together share one. Rejects with the system's error. */
  flush(): Promise<void>;
  close(): void;
}

/** The file is opened with the first flush, so it may not exist before. */
export function createFlush(path: string): Flush {
  let handle: FileHandle | null = null;
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  let closed = false;

  const sync = async (): Promise<void> => {
    if (closed) return;
    handle ??= await open(path, "r+");
    await handle.datasync();
  };
  const begin = (): Promise<void> => {
    running = next ?? running;
    next = null;
    return sync();
  };

  return {
    flush: () => {
      next ??= running.then(begin, begin);
      return next;
    },
    close: () => {
      closed = true;
      const release = (): void => void handle?.close().catch(() => undefined);
      running.then(release, release);
    },
  };
}
