import type { IsoDate } from "../contracts/dates.js";
import type { MetricQuery } from "../contracts/metric-query.js";
import type { Catalog, Parameters, PolicySet, Verdict } from "../contracts/policy.js";
import type { ReadResult, ThreadContext } from "../contracts/reading.js";
import type { OutputColumn } from "../contracts/result.js";
import type { Workspace } from "../contracts/semantic-model.js";

export type Lexicon = unknown;

export type Compiled =
  | { kind: "compiled"; sql: string; parameters: Parameters; columns: OutputColumn[] }
  | { kind: "problem"; code: string; message: string };

/** The pure rooms that the agents call, in one place. */
export interface Rooms {
  read(text: string, lexicon: Lexicon, options: { asOf: IsoDate; thread: ThreadContext }): ReadResult;
  phrase(query: MetricQuery, lexicon: Lexicon): string;
  compile(query: MetricQuery, workspace: Workspace, options: { asOf: IsoDate }): Compiled;
  gate(sql: string, parameters: Parameters, set: PolicySet, catalog: Catalog): Verdict;
}
