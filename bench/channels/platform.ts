/** One thing that a person says in a thread. */
export interface PlannedEvent {
  /** Counts over a whole run; later in a thread = greater. */
  n: number;
  thread: number;
  question: string;
}

export interface SeenAnswer {
  /** Milliseconds since the epoch at which its platform had it. */
  at: number;
  text: string;
}

/** A chat platform on loopback, in this process; the app runs in another. */
export interface Platform {
  name: string;
  /** What the app's process must be told. */
  environment: Record<string, string>;
  /** Delivers an event, as often as it is called; resolves with the HTTP status. Rejects where nobody listens. */
  send(url: string, event: PlannedEvent): Promise<number>;
  /** Answers that stand in a thread now, in order. */
  answers(run: number, thread: number): SeenAnswer[];
  /** Signs of work that no answer took the place of. */
  leftOver(run: number): number;
  /** Later events belong to this run: threads and ids of their own. */
  begin(run: number): void;
  close(): Promise<void>;
}

export const THREADS = 20;
