import { describe, expect, it } from "vitest";
import { redisSpend } from "../../src/stores/spend-redis.js";
import { useRedis } from "../../src/stores/testing/redis-clients.js";
import { spendContract } from "../../src/stores/testing/spend-contract.js";

const redis = useRedis();

spendContract(async () => {
  const [one, two] = [await redis.connect(), await redis.connect()];
  await one.flushDb();
  return [redisSpend(one), redisSpend(two)];
});

describe("counters in Redis", () => {
  it("fail within their time where Redis hangs or is gone: nothing is spent uncounted", async () => {
    const ledger = redisSpend(await redis.connect());
    const item = { key: "a", amount: 1, limit: 5, expiresAt: Date.now() + 60_000 };
    redis.server().process.kill("SIGSTOP");
    const started = performance.now();
    await expect(ledger.reserve([item])).rejects.toMatchObject({ code: "state_unavailable" });
    expect(performance.now() - started).toBeLessThan(10_000);
    redis.server().process.kill("SIGCONT");
  });
});
