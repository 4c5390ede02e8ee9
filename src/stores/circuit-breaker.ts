/** Stops calls to something that keeps failing, and lets one through now and then to see whether it is back. */
export interface CircuitBreaker {
  /** Whether a call may be made now. */
  allows(now: number): boolean;
  succeeded(): void;
  failed(now: number): void;
  readonly isOpen: boolean;
}

/** Opens after `failures` in a row; then one call in `retryMs` passes until one succeeds. */
export function createCircuitBreaker({
  failures,
  retryMs,
}: {
  failures: number;
  retryMs: number;
}): CircuitBreaker {
  let inRow = 0;
  let nextTry = 0;
  return {
    allows: (now) => {
      if (inRow < failures) return true;
      if (now < nextTry) return false;
      nextTry = now + retryMs;
      return true;
    },
    succeeded: () => {
      inRow = 0;
    },
    failed: (now) => {
      inRow++;
      nextTry = now + retryMs;
    },
    get isOpen() {
      return inRow >= failures;
    },
  };
}
