import type { KeyvStoreAdapter } from "keyv";
import type { ConversationStore } from "../contracts/conversation-store.js";
import type { SpendLedger } from "../contracts/model.js";
import type { Logger } from "../observability/logger.js";
import { createRedisConversationStore } from "./conversation-store-redis.js";
import { createSqliteConversationStore } from "./conversation-store-sqlite.js";
import { type Database, openDatabase } from "./database.js";
import { sqliteEntries } from "./key-value-sqlite.js";
import type { LeaseStore } from "./leases.js";
import { redisLeases } from "./leases-redis.js";
import { sqliteLeases } from "./leases-sqlite.js";
import { connectRedis, redisEntries } from "./redis.js";
import { redisSpend } from "./spend-redis.js";
import { sqliteSpend } from "./spend-sqlite.js";

/** The state of one process: in its folder, and in Redis where that is shared. */
export interface StateStores {
  /** The folder's own database, for what is never shared. */
  database: Database;
  conversations: ConversationStore;
  /** For `createKeyValue`. */
  entries: KeyvStoreAdapter;
  /** What language models cost. */
  spend: SpendLedger;
  /** For `createLeases`. */
  leases: LeaseStore;
  close(): Promise<void>;
}

/**
 * Opens the state folder; with `redisUrl`, conversations and caches live in Redis, for several processes. Throws AppError
 * (state_unavailable) that says which of them cannot be used.
 */
export async function openConversationStore(options: {
  stateDir: string;
  redisUrl: string | null;
  logger: Logger;
}): Promise<StateStores> {
  const database = openDatabase(options.stateDir, "assay");
  if (options.redisUrl !== null) {
    const client = await connectRedis(options.redisUrl, { logger: options.logger, required: true });
    return {
      database,
      conversations: createRedisConversationStore(client),
      entries: redisEntries(client),
      spend: redisSpend(client),
      leases: redisLeases(client),
      close: async () => {
        client.destroy();
        database.close();
      },
    };
  }
  return {
    database,
    conversations: createSqliteConversationStore(database),
    entries: sqliteEntries(database, { clock: { now: Date.now } }),
    spend: sqliteSpend(database, { now: Date.now }),
    leases: sqliteLeases(database, { now: Date.now }),
    close: async () => database.close(),
  };
}
