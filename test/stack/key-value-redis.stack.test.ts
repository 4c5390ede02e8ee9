import { describe, expect, it } from "vitest";
import { SILENT_LOGGER } from "../../src/observability/logger.js";
import { createMetrics } from "../../src/observability/metrics.js";
import { createKeyValue } from "../../src/stores/key-value.js";
import { connectRedis, redisEntries } from "../../src/stores/redis.js";
import { startRedis } from "../../src/stores/testing/redis-server.js";

const logger = SILENT_LOGGER;

describe("key-value over Redis", () => {
  it("keeps, expires, and misses quickly while Redis hangs or is gone; then goes on", async () => {
    const server = await startRedis();
    const client = await connectRedis(server.url, { logger, required: true });
    const clock = { skew: 0, now: () => Date.now() + clock.skew };
    const options = { adapter: redisEntries(client), clock, logger, metrics: createMetrics(), timeoutMs: 80 };
    const cache = createKeyValue({ ...options, name: "a" });
    await cache.set("k", { n: 1 }, 60);
    expect(await cache.get("k")).toEqual({ n: 1 });
    expect(await client.keys("*")).toEqual(["assay::a:k"]);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(await cache.get("k")).toBeNull();

    server.process.kill("SIGSTOP");
    const started = Date.now();
    for (let n = 0; n < 20; n++) expect(await cache.get("k")).toBeNull();
    expect(Date.now() - started).toBeLessThan(1000);
    server.process.kill("SIGCONT");
    clock.skew += 6000;
    await cache.set("k", 2, null);
    expect(await cache.get("k")).toBe(2);

    await server.stop();
    const gone = Date.now();
    for (let n = 0; n < 20; n++) expect(await cache.get("k")).toBeNull();
    expect(Date.now() - gone).toBeLessThan(1000);
    client.destroy();
  });

  it("says what to do when Redis is required and not there", async () => {
    await expect(connectRedis("redis://127.0.0.1:1", { logger, required: true })).rejects.toMatchObject({
      code: "state_unavailable",
      message: expect.stringContaining("REDIS_URL"),
    });
  });
});
