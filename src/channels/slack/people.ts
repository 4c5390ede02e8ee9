import type { WebClient } from "@slack/web-api";
import type { IncomingMessage } from "../../contracts/conversation.js";
import { rememberPeople } from "../people-memory.js";

/** Who a Slack user is: the e-mail that policy.yaml lists. Throws when Slack cannot tell, since guessing would guess rights. */
export type FindPerson = (userId: string) => Promise<IncomingMessage["user"]>;

/** Looks people up by users.info. */
export function createPeople(client: WebClient, now: () => number): FindPerson {
  const find: FindPerson = async (userId) => {
    const { user } = await client.users.info({ user: userId });
    return {
      id: userId,
      name: user?.profile?.display_name || user?.real_name || null,
      email: user?.profile?.email ?? null,
    };
  };
  return rememberPeople(find, { keyOf: (userId) => userId, now });
}
