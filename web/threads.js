const KEY = "assay-threads";
const KEPT = 40;

/** Threads of this browser, newest first: their ids and first questions. What was said in them is on the server. */
export function knownThreads() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept)
      ? kept.filter((one) => typeof one?.id === "string" && typeof one.title === "string")
      : [];
  } catch {
    return [];
  }
}

export function rememberThread(id, title) {
  const known = knownThreads();
  const mine = known.find((thread) => thread.id === id) ?? { id, title };
  keep([mine, ...known.filter((thread) => thread.id !== id)].slice(0, KEPT));
}

export function forgetThread(id) {
  keep(knownThreads().filter((thread) => thread.id !== id));
}

/** Random, also on a plain-HTTP address where `randomUUID` is missing. */
export function newThreadId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The open thread stands in the address, so that a reload or a bookmark finds it. */
export function currentThread() {
  return /^#([\w.:-]{1,100})$/.exec(location.hash)?.[1] ?? null;
}

function keep(threads) {
  try {
    localStorage.setItem(KEY, JSON.stringify(threads));
  } catch {
    // A browser that keeps nothing still shows the open thread.
  }
}
