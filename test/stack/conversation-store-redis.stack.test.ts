import { createRedisConversationStore } from "../../src/stores/conversation-store-redis.js";
import { conversationStoreContract } from "../../src/stores/testing/conversation-store-contract.js";
import { useRedis } from "../../src/stores/testing/redis-clients.js";

const redis = useRedis();

conversationStoreContract("Redis", async () => {
  const [first, second] = [await redis.connect(), await redis.connect()];
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
