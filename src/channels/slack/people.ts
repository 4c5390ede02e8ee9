import type { WebClient } from "@slack/web-api";
import type { IncomingMessage } from "../../contracts/conversation.js";

const KEEP_MS = 10 * 60_000;
const KEEP_AT_MOST = 5_000;

/** Who a Slack user is: the e-mail that policy.yaml lists. Throws when Slack cannot tell, since guessing would guess rights. */
export type FindPerson = (userId: string) => Promise<IncomingMessage["user"]>;

/** Looks people up by users.info, remembering each for ten minutes. */
export function createPeople(client: WebClient, now: () => number): FindPerson {
  const known = new Map<string, { person: IncomingMessage["user"]; until: number }>();
  return async (userId) => {
    const kept = known.get(userId);
    if (kept && kept.until > now()) return kept.person;
    const { user } = await client.users.info({ user: userId });
    const person = {
      id: userId,
      name: user?.profile?.display_name || user?.real_name || null,
      email: user?.profile?.email ?? null,
    };
    if (known.size >= KEEP_AT_MOST) known.clear();
    known.set(userId, { person, until: now() + KEEP_MS });
    return person;
  };
}
