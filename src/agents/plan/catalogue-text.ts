import type { FieldProfile, ViewProfile } from "../../contracts/metadata.js";
import type { Catalog, PolicySet } from "../../contracts/policy.js";
import type { ModelView } from "../../contracts/semantic-model.js";

const MOST_VALUES = 40;
const LONGEST_VALUES = 600;

/** The views as a model is told of them: names, synonyms, comments. Only what the policy set shows; equal from question to question. */
export function catalogueText(views: readonly ModelView[]): string {
  return views
    .map((view) => {
      const fields = view.fields.map((field) =>
        line(
          field.name,
          field.type ?? "string",
          field.synonyms,
          field.comment,
          field.name === view.timeField,
        ),
      );
      const measures = view.measures.map((each) =>
        line(each.name, "measure", each.synonyms, each.comment, false),
      );
      const about = view.comment ? `: ${oneLine(view.comment)}` : "";
      return [`VIEW ${view.name}${about}`, "fields:", ...fields, "measures:", ...measures].join("\n");
    })
    .join("\n\n");
}

/** Members of fields with few of them, under the user's own row rules. */
export function valuesText(views: readonly ModelView[], profiles: readonly ViewProfile[]): string {
  return views
    .flatMap((view) => {
      const profile = profiles.find((each) => each.view === view.name);
      return (profile?.fields ?? []).flatMap((field) => {
        const shown = valuesOf(field);
        const known = view.fields.some(({ name }) => name === field.field);
        return shown === null || !known ? [] : [`${view.name} / ${field.field}: ${shown}`];
      });
    })
    .join("\n");
}

/** Tables that the user's SQL may read, without the columns that are denied to everybody. */
export function tablesText(catalog: Catalog, set: PolicySet): string {
  const denied = new Set(set.deniedColumns.map((name) => name.toLowerCase()));
  return catalog.tables
    .filter(({ name }) => set.relations.includes(name))
    .map(({ name, columns, comment }) => {
      const kept = columns.filter((column) => !denied.has(column.name.toLowerCase()));
      const about = comment ? ` -- ${oneLine(comment)}` : "";
      return `${name} (${kept.map((column) => `${column.name} ${column.type}`).join(", ")})${about}`;
    })
    .join("\n");
}

function line(name: string, type: string, synonyms: string[], comment: string | null, time: boolean): string {
  const also = synonyms.length > 0 ? `; also: ${synonyms.join(", ")}` : "";
  const about = comment ? `; ${oneLine(comment)}` : "";
  return `- ${name} (${type}${time ? ", the time that periods apply to" : ""}${also}${about})`;
}

function valuesOf({ values }: FieldProfile): string | null {
  if (values === null || values.length === 0 || values.length > MOST_VALUES) return null;
  const text = values.map((value) => JSON.stringify(value)).join(", ");
  return text.length > LONGEST_VALUES ? null : text;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 300);
}
