import { afterAll, beforeAll } from "vitest";
import { SILENT_LOGGER } from "../../src/observability/logger.js";
import { redisLeases } from "../../src/stores/leases-redis.js";
import { connectRedis, type RedisClient } from "../../src/stores/redis.js";
import { leasesContract } from "../../src/stores/testing/leases-contract.js";
import { type RedisServer, startRedis } from "../../src/stores/testing/redis-server.js";

let server: RedisServer;
const clients: RedisClient[] = [];
const connect = async (): Promise<RedisClient> => {
  const client = await connectRedis(server.url, { logger: SILENT_LOGGER, required: true });
  clients.push(client);
  return client;
};

beforeAll(async () => {
  server = await startRedis();
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await server.stop();
});

leasesContract(async () => {
  const [one, two] = [await connect(), await connect()];
  await one.flushDb();
  return [redisLeases(one), redisLeases(two)];
});
