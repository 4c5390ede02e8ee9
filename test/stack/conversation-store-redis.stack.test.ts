import { afterAll, beforeAll, describe } from "vitest";
import { SILENT_LOGGER } from "../../src/observability/logger.js";
import { createRedisConversationStore } from "../../src/stores/conversation-store-redis.js";
import { connectRedis } from "../../src/stores/redis.js";
import { conversationStoreContract } from "../../src/stores/testing/conversation-store-contract.js";
import { type RedisServer, startRedis } from "../../src/stores/testing/redis-server.js";

describe("over a Redis of its own", () => {
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
