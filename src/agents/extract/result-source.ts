import { createHash } from "node:crypto";
import type { IsoDate } from "../../contracts/dates.js";
import type { ApprovedSql } from "../../contracts/policy.js";
import type { CallOptions, Clock, KeyValue, Leases, Warehouse } from "../../contracts/ports.js";
import type { ResultSet } from "../../contracts/result.js";
import { onceAcross } from "./once-across.js";
import { SingleFlight } from "./single-flight.js";

export interface SourcedResult {
  result: ResultSet;
  versions: Record<string, string>;
  /** When the rows were fetched from the warehouse, as ISO text, where they come from the cache; null = just now. */
  cachedAt: string | null;
}

/** What besides the statement decides the rows. */
export interface ResultKey {
  workspaceHash: string;
  asOf: IsoDate;
}

/** Rows of approved statements, from the cache or the warehouse. */
export interface ResultSource {
  rows(approved: ApprovedSql, key: ResultKey, options: CallOptions): Promise<SourcedResult>;
  explain(
    approved: ApprovedSql,
    options: CallOptions,
  ): Promise<{ ok: true } | { ok: false; message: string }>;
  /** A fact about one version of the data, found out once. */
  once(id: string, find: () => Promise<boolean>): Promise<boolean>;
}

const KEPT_MS = 24 * 3600_000;
const MAX_KEPT = 2000;

interface Kept {
  result: ResultSet;
  at: string;
}

/** A cache in front of the warehouse. Its key holds everything that decides rows, so a hit is never another question's result. */
export function createResultSource(
  warehouse: Warehouse,
  cache: KeyValue | null,
  clock: Clock,
  leases: Leases | null = null,
): ResultSource {
  const flights = new SingleFlight<Kept & { hit: boolean }>();
  const explained = new Set<string>();
  const facts = new Map<string, boolean>();

  async function rows(approved: ApprovedSql, key: ResultKey, options: CallOptions): Promise<SourcedResult> {
    const versions = await warehouse.versions(approved.relations, options);
    const id = resultKey(approved, key, versions);
    // Looking, fetching and keeping are one flight: whoever comes between two of them would fetch again.
    const { result, at, hit } = await flights.run(id, options.signal, async (signal) => {
      const find = async (again?: "again") => (cache ? cache.get<Kept>(id, again) : null);
      const make = async (): Promise<Kept> => {
        const fetched = await warehouse.run(approved, { signal, timeoutMs: options.timeoutMs });
        const fresh = { result: fetched, at: new Date(clock.now()).toISOString() };
        await cache?.set(id, fresh, KEPT_MS);
        return fresh;
      };
      const { value, found } = await onceAcross(id, { leases: cache ? leases : null, find, make, signal });
      return { ...value, hit: found };
    });
    return { result: hit ? { ...result, databaseMs: 0 } : result, versions, cachedAt: hit ? at : null };
  }

  /** Binding depends on the text alone, so a text that bound once is not tried again. */
  async function explain(approved: ApprovedSql, options: CallOptions) {
    if (explained.has(approved.sql)) return { ok: true } as const;
    const outcome = await warehouse.explain(approved, options);
    if (outcome.ok) {
      if (explained.size >= MAX_KEPT) explained.clear();
      explained.add(approved.sql);
    }
    return outcome;
  }

  async function once(id: string, find: () => Promise<boolean>): Promise<boolean> {
    const known = facts.get(id) ?? (await find());
    if (facts.size >= MAX_KEPT) facts.clear();
    facts.set(id, known);
    return known;
  }

  return { rows, explain, once };
}

function resultKey(approved: ApprovedSql, key: ResultKey, versions: Record<string, string>): string {
  const parts = [
    approved.sql,
    Object.entries(approved.parameters).sort(),
    approved.rowCap,
    approved.policyKey,
    Object.entries(versions).sort(),
    key.workspaceHash,
    key.asOf,
  ];
  return `result:${createHash("sha256").update(JSON.stringify(parts)).digest("hex")}`;
}
