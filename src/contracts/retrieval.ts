import type { IsoDate } from "./dates.js";
import type { PolicySet } from "./policy.js";
import type { CallOptions } from "./ports.js";

/** A piece of what the workspace says, ranked and handed to a model or quoted to a person. */
export interface Passage {
  /** Stable over restarts while its text is the same place of the workspace. */
  id: string;
  kind: "view" | "kpi" | "glossary" | "summary" | "verified";
  /** Name of the view or verified question, or title of the document and its heading. */
  title: string;
  text: string;
  /** Three-part relations that it speaks of, lower case. */
  relations: string[];
  /** File of the workspace that says it, for citations; null for views and verified questions. */
  file: string | null;
}

export interface RankedPassage extends Passage {
  /** Reciprocal rank fusion over the rankings: only the order means something. */
  score: number;
  /** Share of the question's telling words that stand in title or text, and in the title alone: 0 to 1. */
  covered: number;
  titled: number;
}

/** Candidates before and after one stage, for the receipt. */
export interface RetrievalStage {
  name: "rights" | "metadata" | "ranking" | "budget";
  before: number;
  after: number;
}

export interface Retrieved {
  /** Best first. Views are all there, for whoever uses them describes them anew; the others are within the budget. */
  passages: RankedPassage[];
  stages: RetrievalStage[];
  /** Titles that only the budget kept out. */
  leftOut: string[];
  /** Why the ranking is weaker than it should be (the vector index is out), as a sentence; null = it is whole. */
  degraded: string | null;
}

export interface RetrievalRequest {
  question: string;
  set: PolicySet;
  asOf: IsoDate;
  /** Period that the reader found; views without a day of it are left out. Half-open. */
  period: { from: IsoDate | null; to: IsoDate | null } | null;
  /** Bound of all passages but views together, in tokens (estimated). */
  maxTokens: number;
}

/** Finds what of a workspace may help with a question, within the rights of the asker. Never throws for an index that is out. */
export interface Retriever {
  retrieve(request: RetrievalRequest, options: CallOptions): Promise<Retrieved>;
  /** Builds what it searches anew; says how many passages it holds. */
  rebuild(options: CallOptions): Promise<{ passages: number; model: string }>;
}

/** Texts to vectors of one length. Vectors of different ids are never compared. */
export interface Embedder {
  /** Name and version of the model, stored with every vector. */
  id: string;
  dimension: number;
  /** One unit vector a text, in order. Throws AppError (fault "model") on an outage. */
  embed(texts: readonly string[], options: CallOptions): Promise<Float32Array[]>;
}
