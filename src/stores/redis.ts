import KeyvRedis, { createClient } from "@keyv/redis";
import type { KeyvStoreAdapter } from "keyv";
import { AppError } from "../contracts/errors.js";
import type { Logger } from "../observability/logger.js";

export type RedisClient = ReturnType<typeof newClient>;

const CONNECT_MS = 1000;
const MAX_RECONNECT_MS = 2000;
const ONE_LINE_PER_MS = 30_000;

/**
 * A client that reconnects for ever and fails fast meanwhile: commands are never queued while Redis is away. Throws AppError
 * (state_unavailable) when `required` and Redis is not there at the start.
 */
export async function connectRedis(
  url: string,
  { logger, required }: { logger: Logger; required: boolean },
): Promise<RedisClient> {
  const client = newClient(url);
  let complained = 0;
  client.on("error", (error: unknown) => {
    if (Date.now() - complained < ONE_LINE_PER_MS) return;
    complained = Date.now();
    logger.warn({ err: error }, "Redis cannot be reached.");
  });
  const connected = client.connect().then(
    () => true,
    () => false,
  );
  const inTime = await Promise.race([
    connected,
    new Promise<false>((r) => setTimeout(r, 2 * CONNECT_MS, false)),
  ]);
  if (!inTime && required) {
    client.destroy();
    throw new AppError(
      "state_unavailable",
      "configuration",
      "Redis at REDIS_URL cannot be reached.",
      "Start it or correct REDIS_URL; without REDIS_URL the state folder is used.",
    );
  }
  return client;
}

function newClient(url: string) {
  return createClient({
    url,
    disableOfflineQueue: true,
    socket: {
      connectTimeout: CONNECT_MS,
      reconnectStrategy: (tries: number) => Math.min(tries * 50, MAX_RECONNECT_MS),
    },
  });
}

/** Entries of key-value stores in Redis. Several stores may share it. */
export function redisEntries(client: RedisClient): KeyvStoreAdapter {
  return new KeyvRedis<string>(client, { throwOnErrors: true, throwOnConnectError: true });
}
