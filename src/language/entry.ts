import type { BindingStrength } from "../contracts/reading.js";

/** A thing that words can name. Costs say how far the words are from its own name; 0 = its name. */
export interface Entry {
  kind: "measure" | "field" | "value" | "term" | "ignorable" | "hidden" | "view";
  /** View that it belongs to; "" where it belongs to the workspace. */
  view: string;
  /** Measure, field, term, view or hidden name; for a value its field. */
  name: string;
  /** Canonical value; null for everything else. */
  value: string | null;
  /** Normalised words, joined by a space. */
  norm: string;
  strength: BindingStrength;
  cost: number;
}

export const COST = {
  exact: 0,
  synonym: 0.05,
  alias: 0.05,
  inflection: 0.1,
  /** "Customer" for Customer Name. */
  shortened: 0.3,
  /** "AOV" for a name of several words. */
  initials: 0.35,
  /** "Segment" for Customer Segment. */
  partial: 0.6,
  /** A name of the catalogue that no one granted or withheld by name: anything visible comes first. */
  unlisted: 4.5,
  /** "Customer" for Customer Segment: enough beside one of its values only. */
  part: 1.2,
} as const;
