import { afterAll, beforeAll, describe } from "vitest";
import { SILENT_LOGGER } from "../observability/logger.js";
import { createRedisConversationStore } from "./conversation-store-redis.js";
import { connectRedis } from "./redis.js";
import { conversationStoreContract } from "./testing/conversation-store-contract.js";
import { HAS_REDIS, type RedisServer, startRedis } from "./testing/redis-server.js";

describe.skipIf(!HAS_REDIS)("over a Redis of its own", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  conversationStoreContract("Redis", async () => {
    const options = { logger: SILENT_LOGGER, required: true };
    const first = await connectRedis(server.url, options);
    const second = await connectRedis(server.url, options);
    await first.flushAll();
    return {
      store: createRedisConversationStore(first),
      other: createRedisConversationStore(second),
      close: async () => {
        first.destroy();
        second.destroy();
      },
    };
  });
});
