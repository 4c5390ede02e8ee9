import { afterAll, beforeAll } from "vitest";
import { SILENT_LOGGER } from "../../observability/logger.js";
import { connectRedis, type RedisClient } from "../redis.js";
import { type RedisServer, startRedis } from "./redis-server.js";

/** A Redis for the tests of a file, and clients of it that are closed with it. */
export function useRedis(): { server: () => RedisServer; connect: () => Promise<RedisClient> } {
  let server: RedisServer;
  const clients: RedisClient[] = [];
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(async () => {
    for (const client of clients) if (client.isOpen) client.destroy();
    await server.stop();
  });
  return {
    server: () => server,
    connect: async () => {
      const client = await connectRedis(server.url, { logger: SILENT_LOGGER, required: true });
      clients.push(client);
      return client;
    },
  };
}
