import { closers, crashTrials, newFolder } from "../../src/conversation/testing/crash-trials.js";
import { startRedis } from "../../src/stores/testing/redis-server.js";

crashTrials("Redis", async () => {
  const server = await startRedis();
  closers.push(() => server.stop());
  return { folder: newFolder(), redisUrl: server.url };
});
