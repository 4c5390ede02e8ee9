import { AppError } from "../contracts/errors.js";
import type { RedisClient } from "./redis.js";

export type ScriptValue = string | number;

/** Runs a Lua script in one atomic step. Throws AppError (state_unavailable) when Redis does not answer in time or refuses. */
export type RunScript = (source: string, ...parameters: ScriptValue[]) => Promise<unknown>;

/** Under the three seconds in which a platform wants its acknowledgement. */
const TIMEOUT_MS = 2000;

/** Scripts are sent once and then named by their hash; `prelude` stands before each of them. */
export function scriptRunner(client: RedisClient, prelude: string): RunScript {
  const hashes = new Map<string, Promise<string>>();
  const load = (source: string): Promise<string> => {
    const known = hashes.get(source);
    if (known !== undefined) return known;
    const loading = client.scriptLoad(`${prelude}\n${source}`);
    hashes.set(source, loading);
    loading.catch(() => hashes.delete(source));
    return loading;
  };
  const run = async (source: string, parameters: ScriptValue[]): Promise<unknown> => {
    const call = { arguments: parameters.map(String) };
    try {
      return await client.evalSha(await load(source), call);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
      hashes.delete(source);
      return client.evalSha(await load(source), call);
    }
  };
  return (source, ...parameters) => inTime(run(source, parameters));
}

function inTime<T>(call: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const fail = (cause: unknown): void => reject(unavailable(cause));
    const timer = setTimeout(() => fail(new Error(`No reply in ${TIMEOUT_MS} ms.`)), TIMEOUT_MS);
    call.then(resolve, fail).finally(() => clearTimeout(timer));
  });
}

function unavailable(cause: unknown): AppError {
  return new AppError(
    "state_unavailable",
    "configuration",
    "Redis at REDIS_URL does not answer, so no question can be kept.",
    "Start it again; what it holds is taken up then.",
    { cause },
  );
}
