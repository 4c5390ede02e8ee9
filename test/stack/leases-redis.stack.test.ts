import { redisLeases } from "../../src/stores/leases-redis.js";
import { leasesContract } from "../../src/stores/testing/leases-contract.js";
import { useRedis } from "../../src/stores/testing/redis-clients.js";

const redis = useRedis();

leasesContract(async () => {
  const [one, two] = [await redis.connect(), await redis.connect()];
  await one.flushDb();
  return [redisLeases(one), redisLeases(two)];
});
