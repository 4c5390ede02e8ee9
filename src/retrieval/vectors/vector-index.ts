import type { CallOptions } from "../../contracts/ports.js";

export interface VectorEntry {
  id: string;
  text: string;
  vector: Float32Array;
}

/** The vectors of one model over one state of the workspace. Calls reject when the index is out or late. */
export interface VectorIndex {
  /** Whether it holds its entries whole already, so that making their vectors can be spared. */
  isBuilt(options: CallOptions): Promise<boolean>;
  /** Makes it hold exactly these entries. */
  build(entries: readonly VectorEntry[], options: CallOptions): Promise<void>;
  /** Forgets older states of the same workspace. */
  dropOlder(options: CallOptions): Promise<void>;
  /** Ids of at most `limit` entries among `among`, nearest (cosine) first. */
  search(
    vector: Float32Array,
    among: readonly string[],
    limit: number,
    options: CallOptions,
  ): Promise<string[]>;
}

/** What an index is made of: another stamp means other vectors or other texts, which are never mixed. */
export interface IndexStamp {
  workspace: string;
  model: string;
  dimension: number;
  /** Hash of model, dimension, ids and texts. */
  hash: string;
}
