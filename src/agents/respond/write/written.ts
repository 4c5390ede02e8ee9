import type { ModelGround } from "../../../contracts/model.js";
import type { Cell, OutputColumn } from "../../../contracts/result.js";
import { formatCell } from "../../../format/cell.js";
import { isModelFault } from "../../plan/model-call.js";
import type { RunScope } from "../../run-scope.js";
import { addUsage, modelOptions, noteModelFault } from "../../run-scope.js";
import type { Draft, RunState } from "../../state.js";
import { textFaults } from "./check-text.js";
import { claimWordsOf } from "./claim-words.js";
import { isWrittenIn } from "./in-language.js";

const MOST_ROWS = 30;
const SEVERAL = 4;

/**
 * The draft with its text written by a model, where that adds something: a change taken apart, several findings, another
 * language. A text that is not proved in every sentence, or does not come, leaves the draft as it is.
 */
export async function written(draft: Draft, state: RunState, scope: RunScope): Promise<Draft> {
  const { writer, workspace } = scope.ports;
  const language = draft.work?.language ?? "en";
  const ground = groundOf(draft, language, state);
  if (!writer || ground === null || draft.checks.some(({ passed }) => !passed)) return draft;
  if (claimWordsOf(language) === null) {
    scope.notices.push(
      `Texts in the language "${language}" cannot be checked against the rows, so this one is in English.`,
    );
    return draft;
  }
  const table = tableOf(draft);
  const proved = `${draft.headline} ${draft.narrative}`.trim();
  try {
    const reply = await writer.write(
      {
        answerId: scope.question.answerId,
        ground,
        set: scope.set,
        workspace: workspace.name,
        question: state.text,
        language,
        facts: `${proved}\n\n${rowsText(table)}`,
      },
      modelOptions(scope),
    );
    addUsage(scope.meter, reply.usage);
    scope.notices.push(...reply.notices);
    if (reply.text === null) return inEnglish(draft, language, scope);
    const { headline, narrative } = reply.text;
    const names = [
      ...table.columns.map(({ name }) => name),
      ...(draft.work?.query?.periods ?? []).map(({ label }) => label),
    ];
    const faults = [headline, narrative].flatMap((text) =>
      textFaults(text, { ...table, proved, names }, language),
    );
    if (faults.length > 0 || !isWrittenIn(`${headline} ${narrative}`, language))
      return inEnglish(draft, language, scope);
    const kept = parts(state) ? `${narrative} ${NOT_WHY}` : narrative;
    return { ...draft, headline, narrative: language === "en" ? kept : narrative };
  } catch (error) {
    if (!isModelFault(error)) throw error;
    noteModelFault(scope, error);
    return inEnglish(draft, language, scope);
  }
}

/** The template stands; whoever asked in another language is told why it is not in theirs. */
function inEnglish(draft: Draft, language: string, { notices }: RunScope): Draft {
  if (language !== "en")
    notices.push(`No text in the language "${language}" could be proved, so this one is in English.`);
  return draft;
}

const NOT_WHY = "This says where the change lies, not what caused it.";

function parts({ work }: RunState): boolean {
  return work.some(({ role }) => role === "part");
}

function groundOf(draft: Draft, language: string, state: RunState): ModelGround | null {
  const { rows, columns } = tableOf(draft);
  if (rows.length === 0 || draft.work?.extracted?.result.truncated) return null;
  if (parts(state)) return "why";
  if (language !== "en") return "language";
  const compared = columns.some(({ of }) => of.kind === "change");
  return compared && rows.length >= SEVERAL ? "several_findings" : null;
}

function tableOf({ table, work }: Draft): { columns: OutputColumn[]; rows: Cell[][] } {
  return table ?? { columns: work?.extracted?.columns ?? [], rows: work?.extracted?.result.rows ?? [] };
}

function rowsText({ columns, rows }: { columns: OutputColumn[]; rows: Cell[][] }): string {
  const lines = rows
    .slice(0, MOST_ROWS)
    .map((row) =>
      columns
        .map(
          ({ name, type, unit, decimals }, at) =>
            `${name}: ${formatCell(row[at] ?? null, { type, unit, ...(decimals === null ? {} : { decimals }) })}`,
        )
        .join(" | "),
    );
  const left = rows.length - lines.length;
  return [...lines, ...(left > 0 ? [`(${left} more rows)`] : [])].join("\n");
}
