const KEY = "assay-threads";
const KEPT = 30;

/** Threads of this browser, newest first: their ids and first questions. What was said in them is on the server. */
export function knownThreads() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept)
      ? kept.filter(({ id, title }) => typeof id === "string" && typeof title === "string")
      : [];
  } catch {
    return [];
  }
}

export function rememberThread(id, title) {
  const others = knownThreads().filter((thread) => thread.id !== id);
  const known = knownThreads().find((thread) => thread.id === id);
  localStorage.setItem(KEY, JSON.stringify([known ?? { id, title }, ...others].slice(0, KEPT)));
}

export function newThreadId() {
  return crypto.randomUUID();
}

/** The open thread stands in the address, so that a reload or a shared link finds it. */
export function currentThread() {
  return /^#([\w.:-]{1,100})$/.exec(location.hash)?.[1] ?? null;
}
