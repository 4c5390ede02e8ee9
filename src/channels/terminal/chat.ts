import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";
import type { Answer } from "../../contracts/answer.js";
import type { Conversation, IncomingMessage, Stage } from "../../contracts/conversation.js";
import { AppError } from "../../contracts/errors.js";
import { renderAnswer } from "./render.js";
import { plainText } from "./text.js";

export interface TerminalChat {
  conversation: Pick<Conversation, "ask" | "feedback">;
  /** Makes the message for a typed line, in the thread of this chat. */
  message: (text: string) => IncomingMessage;
  suggestions: readonly string[];
  input: Readable;
  output: Writable;
  signal: AbortSignal;
}

const COMMANDS =
  "Ask a question. A number picks an option; + or - rates the last answer; new starts over; exit ends.";
const ENDS = ["exit", "quit", "/exit", "/quit", ":q"];

/** A conversation at a terminal until `exit`, end of input, or the signal. One question at a time; a fault ends none. */
export async function runTerminalChat(chat: TerminalChat): Promise<void> {
  const { output } = chat;
  const lines = createInterface({ input: chat.input, output, terminal: false });
  const close = (): void => lines.close();
  chat.signal.addEventListener("abort", close, { once: true });
  output.write(`${COMMANDS}\n${chat.suggestions.map((s) => `  ${plainText(s)}`).join("\n")}\n\n> `);
  let last: Answer | null = null;
  try {
    for await (const line of lines) {
      const text = line.trim();
      if (ENDS.includes(text.toLowerCase()) || chat.signal.aborted) break;
      if (text !== "") last = await turn(chat, text, last);
      if (chat.signal.aborted) break;
      output.write("\n> ");
    }
  } finally {
    chat.signal.removeEventListener("abort", close);
    lines.close();
  }
}

async function turn(chat: TerminalChat, text: string, last: Answer | null): Promise<Answer | null> {
  try {
    if (text === "+" || text === "-") {
      await rate(chat, text === "+" ? "up" : "down", last);
      return last;
    }
    const options = last?.clarification?.options ?? [];
    const number = /^\d{1,2}$/.test(text) && options.length > 0 ? Number(text) : null;
    const option = number === null ? undefined : options[number - 1];
    if (number !== null && option === undefined) {
      chat.output.write(`Choose a number from 1 to ${options.length}, or write what you mean.\n`);
      return last;
    }
    const answer = await ask(chat, text, option && last ? { label: option.label, about: last.id } : null);
    chat.output.write(`\n${renderAnswer(answer)}\n`);
    return answer;
  } catch (error) {
    chat.output.write(`\n${faultText(error, chat.signal)}\n`);
    return last;
  }
}

function ask(
  { conversation, message, output, signal }: TerminalChat,
  text: string,
  picked: { label: string; about: string } | null,
): Promise<Answer> {
  const words = picked?.label ?? (text.toLowerCase() === "new" ? "start over" : text);
  return conversation.ask({ ...message(words), about: picked?.about ?? null }, progress(output), signal);
}

function faultText(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return "Stopped.";
  if (error instanceof AppError) return plainText(`${error.message} ${error.remedy}`);
  return "That did not work. Ask again; the log says more.";
}

async function rate(chat: TerminalChat, vote: "up" | "down", last: Answer | null): Promise<void> {
  if (last === null) {
    chat.output.write("There is no answer to rate yet.\n");
    return;
  }
  const user = chat.message("").user.id;
  const { recorded, reason } = await chat.conversation.feedback({
    answerId: last.id,
    user,
    channel: "terminal",
    vote,
    kind: null,
    comment: null,
  });
  chat.output.write(recorded ? "Thank you.\n" : `Not recorded: ${reason}\n`);
}

function progress(output: Writable): (stage: Stage) => void {
  let shown: Stage | null = null;
  return (stage) => {
    if (stage !== shown) output.write(shown === null ? `${stage} …` : ` ${stage} …`);
    shown = stage;
  };
}
