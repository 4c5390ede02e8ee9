import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";
import type { Answer } from "../../contracts/answer.js";
import type { Conversation, IncomingMessage, Stage } from "../../contracts/conversation.js";
import { renderAnswer } from "./render.js";

export interface TerminalChat {
  conversation: Pick<Conversation, "ask" | "feedback">;
  /** Makes the message for a typed line, in the thread of this chat. */
  message: (text: string) => IncomingMessage;
  suggestions: readonly string[];
  input: Readable;
  output: Writable;
  signal: AbortSignal;
}

const COMMANDS = "Ask a question; + or - rates the last answer; new starts over; exit ends.";

/** A conversation at a terminal until `exit`, end of input, or the signal. One question at a time. */
export async function runTerminalChat(chat: TerminalChat): Promise<void> {
  const { output } = chat;
  const lines = createInterface({ input: chat.input, output, terminal: false });
  const close = (): void => lines.close();
  chat.signal.addEventListener("abort", close, { once: true });
  output.write(`${COMMANDS}\n${chat.suggestions.map((s) => `  ${s}`).join("\n")}\n\n> `);
  let last: Answer | null = null;
  try {
    for await (const line of lines) {
      const text = line.trim();
      if (text === "exit" || text === "quit") break;
      if (text !== "") last = await turn(chat, text, last);
      output.write("\n> ");
    }
  } finally {
    chat.signal.removeEventListener("abort", close);
    lines.close();
  }
}

async function turn(chat: TerminalChat, text: string, last: Answer | null): Promise<Answer | null> {
  if (text === "+" || text === "-") {
    await rate(chat, text === "+" ? "up" : "down", last);
    return last;
  }
  const question = text === "new" ? "start over" : (numbered(text, last) ?? text);
  const answer = await chat.conversation.ask(chat.message(question), progress(chat.output), chat.signal);
  chat.output.write(`\n${renderAnswer(answer)}\n`);
  return answer;
}

/** "2" after a clarification picks its second option. */
function numbered(text: string, last: Answer | null): string | null {
  const option = /^\d{1,2}$/.test(text) ? last?.clarification?.options[Number(text) - 1] : undefined;
  return option?.label ?? null;
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
