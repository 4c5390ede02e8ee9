import type { Request } from "express";
import { AppError } from "../../contracts/errors.js";

/** Who asks over HTTP, and which threads are theirs. */
export interface WebPerson {
  user: string;
  /** Start of the stored ids of this person's threads. */
  prefix: string;
}

const NOBODY_IN_PARTICULAR = "local";

/**
 * The person of a request: `local`, or, behind a proxy that signs people in, the one it names in `userHeader`.
 * Throws AppError (not_signed_in) where the proxy names nobody.
 */
export function personOf(request: Request, userHeader: string | null): WebPerson {
  if (userHeader === null) return person(NOBODY_IN_PARTICULAR);
  const name = request.get(userHeader)?.trim() ?? "";
  if (name !== "" && name.length <= 200) return person(name);
  throw new AppError(
    "not_signed_in",
    "user",
    "The sign-in in front of this server named nobody.",
    "Sign in again.",
  );
}

/** The thread id as the API shows it; null for a thread of somebody else or of another channel. */
export function publicThread(thread: string, { prefix }: WebPerson): string | null {
  return thread.startsWith(prefix) ? thread.slice(prefix.length) : null;
}

function person(user: string): WebPerson {
  return { user, prefix: `web/${encodeURIComponent(user)}/` };
}
