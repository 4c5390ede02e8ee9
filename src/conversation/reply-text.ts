import type { Clarification } from "../contracts/answer.js";
import type { ThreadContext } from "../contracts/reading.js";

export interface Reply {
  text: string;
  context: ThreadContext;
}

/** A button that was pressed: the answer it stood under, whether that clarification is the open one, and its options. */
export interface PressedButton {
  isOpen: boolean;
  clarification: Clarification | null;
}

/**
 * What a message says in its thread. A number names an option of the open clarification. A button of the open clarification becomes
 * its label; one of any other answer asks its own question afresh, whatever is open now.
 */
export function readReply(text: string, context: ThreadContext, pressed: PressedButton | null): Reply {
  if (pressed !== null && !pressed.isOpen) {
    const option = pressed.clarification === null ? null : findOption(text, pressed.clarification.options);
    return { text: option?.question ?? text, context: { ...context, open: null } };
  }
  if (context.open === null) return { text, context };
  const { options } = context.open;
  const named = findOption(text, options) ?? numberedOption(text, options);
  return { text: named?.label ?? text, context };
}

interface Option {
  label: string;
  question: string;
}

const NUMBER = /^\s*(?:option|number|no\.?|nr\.?|#)?\s*(\d{1,2})\s*[.)]?\s*$/i;

function findOption(text: string, options: readonly Option[]): Option | null {
  const said = fold(text);
  return (
    options.find(({ label }) => fold(label) === said) ??
    options.find((o) => fold(o.question) === said) ??
    null
  );
}

function numberedOption(text: string, options: readonly Option[]): Option | null {
  const number = NUMBER.exec(text)?.[1];
  return number === undefined ? null : (options[Number(number) - 1] ?? null);
}

function fold(text: string): string {
  return text.trim().replace(/\s+/g, " ").toLowerCase();
}
