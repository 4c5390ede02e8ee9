import { stringify } from "yaml";

/** A metric view and what the overlay says about it, on the way in from another tool. */
export interface ViewDraft {
  name: string;
  comment: string | null;
  source: string;
  joins: JoinDraft[];
  fields: NamedDraft[];
  measures: MeasureDraft[];
  timeField: string | null;
}

export interface JoinDraft {
  name: string;
  source: string;
  on: string;
  joins: JoinDraft[];
}

export interface NamedDraft {
  name: string;
  expr: string;
  comment: string | null;
  displayName: string | null;
  synonyms: string[];
}

export interface MeasureDraft extends NamedDraft {
  window: { order: string; range: string; semiadditive: "first" | "last" }[];
}

/** Files of a workspace by their path, and every loss as one sentence that names what was lost. */
export interface Imported {
  files: Record<string, string>;
  warnings: string[];
}

/** Writes drafts as metric views with their overlay; views without fields and measures are left out with a warning. */
export function workspaceFiles(drafts: readonly ViewDraft[], warnings: readonly string[]): Imported {
  const told = [...warnings];
  const files: Record<string, string> = {};
  const overlay: Record<string, { time_field: string }> = {};
  for (const draft of drafts) {
    if (draft.measures.length === 0 && draft.fields.length === 0) {
      told.push(`\`${draft.name}\` has neither fields nor measures and was left out.`);
      continue;
    }
    files[`metrics/${draft.name}.yaml`] = stringify(viewOf(draft), { lineWidth: 0, version: "1.1" });
    if (draft.timeField !== null) overlay[draft.name] = { time_field: draft.timeField };
    else told.push(`\`${draft.name}\` names no time field: periods cannot apply until overlay.yaml does.`);
  }
  if (Object.keys(overlay).length > 0)
    files["overlay.yaml"] = stringify({ views: overlay }, { lineWidth: 0 });
  return { files, warnings: told };
}

function viewOf(draft: ViewDraft): object {
  return {
    version: 1.1,
    ...optional("comment", draft.comment),
    source: draft.source,
    ...(draft.joins.length === 0 ? {} : { joins: draft.joins.map(joinOf) }),
    fields: draft.fields.map(namedOf),
    measures: draft.measures.map((measure) => ({
      ...namedOf(measure),
      ...(measure.window.length === 0 ? {} : { window: measure.window }),
    })),
  };
}

function joinOf(join: JoinDraft): object {
  return {
    name: join.name,
    source: join.source,
    on: join.on,
    cardinality: "many_to_one",
    ...(join.joins.length === 0 ? {} : { joins: join.joins.map(joinOf) }),
  };
}

function namedOf(named: NamedDraft): object {
  return {
    name: named.name,
    expr: named.expr,
    ...optional("comment", named.comment),
    ...optional("display_name", named.displayName),
    ...(named.synonyms.length === 0 ? {} : { synonyms: named.synonyms }),
  };
}

function optional(key: string, value: string | null): Record<string, string> {
  return value === null || value === "" ? {} : { [key]: value };
}

/** First of several drafts with one name wins; the others are told. */
export function withoutDuplicates<T extends { name: string }>(
  items: readonly T[],
  what: string,
  warnings: string[],
): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const isNew = !seen.has(item.name.toLowerCase());
    if (!isNew) warnings.push(`${what} \`${item.name}\` stands there twice; the first was kept.`);
    seen.add(item.name.toLowerCase());
    return isNew;
  });
}
