import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { terminalMessage } from "../../commands/message.js";
import { type ScriptedConversation, scriptedConversation } from "../web/testing/scripted-conversation.js";
import { runTerminalChat } from "./chat.js";

let conversation: ScriptedConversation;
let input: PassThrough;
let output: PassThrough;
let said: string;
let interrupt: AbortController;
let chat: Promise<void>;

beforeEach(() => {
  conversation = scriptedConversation();
  input = new PassThrough();
  output = new PassThrough();
  said = "";
  output.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  interrupt = new AbortController();
  chat = runTerminalChat({
    conversation,
    message: (text) =>
      terminalMessage({ text, thread: "t1", user: undefined, asOf: undefined, request: null }),
    suggestions: ["Takings by shop", "\u001b[31mTakings by month"],
    input,
    output,
    signal: interrupt.signal,
  });
});
afterEach(async () => {
  input.end();
  await chat;
});

describe("a chat at the terminal", () => {
  it("offers questions, without what could steer the terminal", async () => {
    await says("  Takings by shop");
    expect(said).not.toContain("\u001b");
  });

  it("shows the stages of a question and then its answer, in one thread", async () => {
    await type("Takings by shop", "Hamburg took most: $412,300.");
    expect(said).toMatch(/reading … checking … querying … answering …/);
    await type("What is margin?", "Margin is profit divided by takings.");
    expect(conversation.asked.map(({ thread }) => thread)).toEqual(["t1", "t1"]);
  });

  it("takes an option by its number, tied to the question back", async () => {
    await type("Sales", "1. ");
    await type("2", "> ", 2);
    const [asked, picked] = conversation.asked;
    expect(asked).toMatchObject({ text: "Sales", about: null });
    expect(picked?.about).toBe("ans_1");
    expect(said).toContain(`2. ${picked?.text}`);
  });

  it("does not take a number beyond the options for a question", async () => {
    await type("Sales", "1. ");
    await type("9", "Choose a number from 1 to");
    expect(conversation.asked).toHaveLength(1);
    await type("1", "> ", 2);
    expect(conversation.asked[1]?.about).toBe("ans_1");
  });

  it("hands a reply in other words to the conversation as it was typed", async () => {
    await type("Sales", "1. ");
    await type("the takings, please", "> ", 2);
    expect(conversation.asked[1]).toMatchObject({ text: "the takings, please", about: null });
  });

  it("takes a number for a question where nothing was asked back", async () => {
    await type("2017", "> ", 1);
    expect(conversation.asked[0]?.text).toBe("2017");
  });

  it("rates the answer last shown, and says that there is none yet", async () => {
    await type("+", "There is no answer to rate yet.");
    await type("Takings by shop", "Hamburg took most");
    await type("-", "Thank you.");
    expect(conversation.votes).toMatchObject([
      { answerId: "ans_1", vote: "down", user: "local", channel: "terminal" },
    ]);
    await type("+", "Thank you.", 2);
    expect(conversation.votes.at(-1)).toMatchObject({ answerId: "ans_1", vote: "up" });
  });

  it("starts over on a word", async () => {
    await type("new", "> ", 1);
    expect(conversation.asked[0]?.text).toBe("start over");
  });

  it("says what failed and what to do, and goes on", async () => {
    await type("Outage", "Ask again in a minute; nothing was lost.");
    await type("full", "9 questions are waiting already. Ask again in a minute.");
    await type("crash", "That did not work.");
    expect(said).not.toContain("ana@example.com");
    await type("Takings by shop", "Hamburg took most");
  });

  it("asks nothing for an empty line", async () => {
    await type("   ", "> ");
    await type("Takings by shop", "Hamburg took most");
    expect(conversation.asked).toHaveLength(1);
  });

  it.each(["exit", "quit", "/quit", "/exit", "QUIT"])("ends on %s", async (word) => {
    input.write(`${word}\nTakings by shop\n`);
    await chat;
    expect(conversation.asked).toEqual([]);
  });

  it("ends with its input", async () => {
    input.end("Takings by shop\n");
    await chat;
    expect(said).toContain("Hamburg took most");
  });

  it("stops the question that runs when it is interrupted, and ends", async () => {
    await type("hang", "answering …");
    interrupt.abort(new Error("Ctrl-C"));
    await chat;
    expect(conversation.aborted).toHaveLength(1);
    expect(said).toMatch(/Stopped\.\n$/);
  });

  it("ends when it is interrupted while nothing runs", async () => {
    await says("> ");
    interrupt.abort(new Error("Ctrl-C"));
    await chat;
    expect(conversation.asked).toEqual([]);
  });
});

/** Types a line and waits until `words` stand in what came after it, `times` times. */
async function type(line: string, words: string, times = 1): Promise<void> {
  const before = said.split(words).length;
  const needed = words === "> " ? before + 1 : times;
  input.write(`${line}\n`);
  await vi.waitFor(
    () => expect(said.split(words).length - (words === "> " ? 0 : 1)).toBeGreaterThanOrEqual(needed),
    10_000,
  );
}

function says(words: string): Promise<void> {
  return vi.waitFor(() => expect(said).toContain(words), 10_000);
}
