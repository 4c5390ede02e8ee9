/** Where a status stands: under one thread of one channel. */
export interface StatusPlace {
  channel: string;
  threadTs: string;
}

/** The line under a thread that says what goes on. */
export interface StatusLine {
  /** Sets the line soon: a quick answer comes before its line would, and of the words of one second only the newest are sent. */
  show(place: StatusPlace, words: string): void;
  /** Forgets what was still to be shown, and waits a moment for what is under way: a line set after its answer would stay. */
  end(place: StatusPlace): Promise<void>;
}

interface Line {
  /** What is to be shown next; null once it was sent. */
  words: string | null;
  timer: NodeJS.Timeout | null;
  sentAt: number;
  sending: Promise<unknown>;
}

const FIRST_MS = 300;
const BETWEEN_MS = 1000;
const WAIT_MS = 500;

/** `send` sets a line; its failure costs the line alone. */
export function createStatusLine(send: (place: StatusPlace, words: string) => Promise<unknown>): StatusLine {
  const lines = new Map<string, Line>();

  const sendNext = (place: StatusPlace, line: Line): void => {
    line.timer = null;
    if (line.words === null) return;
    const { words } = line;
    line.words = null;
    line.sentAt = Date.now();
    line.sending = send(place, words).catch(() => undefined);
  };

  return {
    show: (place, words) => {
      const key = keyOf(place);
      const known = lines.get(key);
      const line = known ?? { words, timer: null, sentAt: 0, sending: Promise.resolve() };
      lines.set(key, line);
      line.words = words;
      if (line.timer !== null) return;
      const waitMs = known === undefined ? FIRST_MS : line.sentAt + BETWEEN_MS - Date.now();
      line.timer = setTimeout(() => sendNext(place, line), Math.max(0, waitMs));
      line.timer.unref();
    },
    end: async (place) => {
      const line = lines.get(keyOf(place));
      if (line === undefined) return;
      lines.delete(keyOf(place));
      if (line.timer !== null) clearTimeout(line.timer);
      if (line.sentAt === 0) return;
      await Promise.race([line.sending, new Promise((resolve) => setTimeout(resolve, WAIT_MS).unref())]);
    },
  };
}

function keyOf({ channel, threadTs }: StatusPlace): string {
  return `${channel}/${threadTs}`;
}
