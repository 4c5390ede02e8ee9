import { describe, expect, it } from "vitest";
import { openConversationRoom, personSays } from "./testing/conversation-room.js";

const NEVER = new AbortController().signal;
const silent = (): void => undefined;

describe("ask", () => {
  it("answers, keeps the receipt, and remembers the thread", async () => {
    const { conversation, answerer } = openConversationRoom({});
    const first = await conversation.ask(personSays("apples"), silent, NEVER);
    const second = await conversation.ask(personSays("and then"), silent, NEVER);
    expect(first).toMatchObject({ status: "answered", rows: [[6]], workspace: "orchard" });
    expect(second.headline).toContain("after apples");
    expect(answerer.asked[1]?.context.queries.map(({ view }) => view)).toEqual(["apples"]);
    expect(await conversation.answer(first.id)).toEqual(first);
    expect((await conversation.record(first.id))?.receipt).toMatchObject({ answerId: first.id, user: "U1" });
    expect((await conversation.thread(first.thread))?.turns.map(({ answer }) => answer.id)).toEqual([
      first.id,
      second.id,
    ]);
  });

  it("passes overrides on, and echoes the request id", async () => {
    const { conversation, answerer } = openConversationRoom({});
    const overrides = { workspace: "bakery", asOf: "2025-06-15", request: "q7" };
    const answer = await conversation.ask(personSays("apples", { overrides }), silent, NEVER);
    expect(answer).toMatchObject({ workspace: "bakery", request: "q7" });
    const here = await conversation.ask(
      personSays("apples", { overrides: { ...overrides, workspace: null } }),
      silent,
      NEVER,
    );
    expect(here.workspace).toBe("orchard");
    expect(answerer.asked[0]?.asOf).toBe("2025-06-15");
  });

  it("names the served workspaces when asked for another", async () => {
    const { conversation } = openConversationRoom({});
    const overrides = { workspace: "moon", asOf: null, request: null };
    const answer = await conversation.ask(personSays("apples", { overrides }), silent, NEVER);
    expect(answer).toMatchObject({ status: "failed", error: { code: "unknown_workspace" } });
    expect(answer.error?.remedy).toContain("orchard, bakery");
  });

  it("gives the same answer to the same message, without working twice", async () => {
    const { conversation, answerer } = openConversationRoom({});
    const message = personSays("slow 40 apples");
    const [first, again] = await Promise.all([
      conversation.ask(message, silent, NEVER),
      conversation.ask(message, silent, NEVER),
    ]);
    expect(again).toEqual(first);
    expect(await conversation.ask(message, silent, NEVER)).toEqual(first);
    expect(answerer.asked).toHaveLength(1);
  });

  it("takes the questions of one thread one after the other", async () => {
    const { conversation, answerer } = openConversationRoom({});
    const answers = await Promise.all(
      ["slow 30 apples a", "apples b", "and then"].map((text) =>
        conversation.ask(personSays(text), silent, NEVER),
      ),
    );
    expect(answers[2]?.headline).toContain("after apples b");
    expect(answerer.asked.map(({ text }) => text)).toEqual(["slow 30 apples a", "apples b", "and then"]);
  });

  it("turns a crash into an answer that says what to do, and goes on", async () => {
    const { conversation } = openConversationRoom({});
    const answer = await conversation.ask(personSays("crash"), silent, NEVER);
    expect(answer).toMatchObject({ status: "failed", error: { code: "bug" } });
    expect(JSON.stringify(answer)).not.toContain("ana@example.com");
    expect(await conversation.ask(personSays("apples"), silent, NEVER)).toMatchObject({ status: "answered" });
  });

  it("ends at its deadline", async () => {
    const { conversation } = openConversationRoom({ settings: { answerMs: 30 } });
    const answer = await conversation.ask(personSays("hang"), silent, NEVER);
    expect(answer).toMatchObject({ status: "failed" });
    expect(answer.error?.remedy).not.toBe("");
  });

  it("forgets a question whose caller went away, and frees its thread", async () => {
    const { conversation } = openConversationRoom({});
    const caller = new AbortController();
    const message = personSays("hang");
    const asking = conversation.ask(message, silent, caller.signal);
    setTimeout(() => caller.abort(new Error("gone")), 20);
    await expect(asking).rejects.toThrow("gone");
    expect(await conversation.ask(personSays("apples"), silent, NEVER)).toMatchObject({ status: "answered" });
  });

  it("refuses a question beyond what can be read, and says how long it may be", async () => {
    const { conversation, answerer } = openConversationRoom({ settings: { maxQuestionLength: 10 } });
    const answer = await conversation.ask(personSays("apples and pears"), silent, NEVER);
    expect(answer.error).toMatchObject({ code: "question_too_long", message: expect.stringContaining("10") });
    expect(answerer.asked).toEqual([]);
  });

  it("limits how many questions one person may ask, and no other person", async () => {
    const { conversation } = openConversationRoom({ settings: { questionsPerUserPerMinute: 2 } });
    const ask = (id: string) =>
      conversation.ask(personSays("apples", { user: { id, name: null, email: null } }), silent, NEVER);
    const answers = [await ask("U1"), await ask("U1"), await ask("U1"), await ask("U2")];
    expect(answers.map(({ error }) => error?.code ?? null)).toEqual([null, null, "too_many_questions", null]);
  });

  it("names the user by e-mail, never by a display name", async () => {
    const { conversation, answerer } = openConversationRoom({});
    const user = { id: "U1", name: "kim@example.com", email: null };
    await conversation.ask(personSays("apples", { user }), silent, NEVER);
    await conversation.ask(
      personSays("apples", { user: { ...user, email: "ana@example.com" } }),
      silent,
      NEVER,
    );
    expect(answerer.asked.map((question) => question.user)).toEqual(["U1", "ana@example.com"]);
  });
});

describe("clarifications", () => {
  it.each([
    ["its label", "Net"],
    ["its label in another case", " net "],
    ["its number", "2"],
    ["its number in words of a list", "option 2."],
    ["its own question", "apples net"],
  ])("takes an option by %s", async (_, reply) => {
    const { conversation } = openConversationRoom({});
    await conversation.ask(personSays("sales"), silent, NEVER);
    const answer = await conversation.ask(personSays(reply), silent, NEVER);
    expect(answer).toMatchObject({ status: "answered", rows: [["apples net".length]] });
  });

  it("takes the button of the open clarification", async () => {
    const { conversation } = openConversationRoom({});
    const asked = await conversation.ask(personSays("sales"), silent, NEVER);
    const answer = await conversation.ask(personSays("apples gross", { about: asked.id }), silent, NEVER);
    expect(answer.rows).toEqual([["apples gross".length]]);
  });

  it("asks the option's own question when the button belongs to an older clarification", async () => {
    const { conversation, answerer } = openConversationRoom({});
    const old = await conversation.ask(personSays("sales"), silent, NEVER);
    await conversation.ask(personSays("apples"), silent, NEVER);
    const answer = await conversation.ask(personSays("Net", { about: old.id }), silent, NEVER);
    expect(answer.rows).toEqual([["apples net".length]]);
    expect(answerer.asked.at(-1)).toMatchObject({ text: "apples net", context: { open: null } });
  });

  it("gives the same answer after the clarification expired", async () => {
    const { conversation, answerer } = openConversationRoom({ settings: { clarificationMs: 5 } });
    const asked = await conversation.ask(personSays("sales"), silent, NEVER);
    await new Promise((resolve) => setTimeout(resolve, 10));
    await conversation.ask(personSays("forecast"), silent, NEVER);
    expect(answerer.asked.at(-1)?.context.open).toBeNull();
    const answer = await conversation.ask(personSays("Net", { about: asked.id }), silent, NEVER);
    expect(answer.rows).toEqual([["apples net".length]]);
  });

  it("lets a follow-up button of another answer not be taken for an option", async () => {
    const { conversation, answerer } = openConversationRoom({});
    const first = await conversation.ask(personSays("apples"), silent, NEVER);
    await conversation.ask(personSays("sales"), silent, NEVER);
    await conversation.ask(personSays("2", { about: first.id }), silent, NEVER);
    expect(answerer.asked.at(-1)).toMatchObject({ text: "2", context: { open: null } });
  });
});

describe("workspaces", () => {
  it("follows the map of places and teams, then the default", async () => {
    const placeMap = { "T1/C7": "orchard", T1: "bakery" };
    const { conversation } = openConversationRoom({ placeMap });
    const at = async (place: string) =>
      (await conversation.ask(personSays("apples", { place, thread: place }), silent, NEVER)).workspace;
    expect([await at("T1/C7"), await at("T1/C8"), await at("T2/C7")]).toEqual([
      "orchard",
      "bakery",
      "orchard",
    ]);
  });

  it("changes a place by `use`, says so, and starts the thread afresh", async () => {
    const { conversation } = openConversationRoom({});
    await conversation.ask(personSays("apples"), silent, NEVER);
    const changed = await conversation.ask(personSays("use Bakery"), silent, NEVER);
    expect(changed).toMatchObject({ status: "answered", path: "defined", workspace: "bakery" });
    const next = await conversation.ask(personSays("and then"), silent, NEVER);
    expect(next).toMatchObject({ workspace: "bakery", headline: expect.stringContaining("after nothing") });
    const elsewhere = personSays("apples", { place: "T1/C2", thread: "t2" });
    expect((await conversation.ask(elsewhere, silent, NEVER)).workspace).toBe("orchard");
    expect(await conversation.suggestions("T1/C1")).toEqual(["apples of the bakery"]);
  });

  it("leaves `use` of anything else to the agents", async () => {
    const { conversation, answerer } = openConversationRoom({});
    await conversation.ask(personSays("use apples"), silent, NEVER);
    expect(answerer.asked).toHaveLength(1);
  });

  it("refuses a map to a workspace that is not served", () => {
    expect(() => openConversationRoom({ placeMap: { T1: "moon" } })).toThrow(/moon/);
  });

  it("helps, naming the workspace and how to change it", async () => {
    const { conversation } = openConversationRoom({});
    const answer = await conversation.ask(personSays("help"), silent, NEVER);
    expect(answer.narrative).toMatch(/orchard[\s\S]*use NAME/);
    expect(answer.interpretation).not.toEqual([]);
  });
});

describe("replay", () => {
  it("runs a receipt again in its own workspace, and says where there is none", async () => {
    const { conversation, store } = openConversationRoom({});
    const overrides = { workspace: "bakery", asOf: null, request: null };
    const answer = await conversation.ask(personSays("apples", { overrides }), silent, NEVER);
    const notice = await conversation.ask(personSays("help"), silent, NEVER);
    expect(await conversation.replay(answer.id, NEVER)).toEqual({
      answerId: answer.id,
      same: true,
      differences: [],
    });
    expect(await conversation.replay(notice.id, NEVER)).toBeNull();
    expect(await conversation.replay("ans_none", NEVER)).toBeNull();
    expect(await conversation.thread("none")).toBeNull();
    expect((await store.answer(answer.id))?.receipt?.workspace).toBe("bakery");
  });
});

describe("feedback", () => {
  it("keeps one vote a person, ties it to the answer, and moves the correction rate", async () => {
    const { conversation, metrics } = openConversationRoom({});
    const first = await conversation.ask(personSays("apples"), silent, NEVER);
    await conversation.ask(personSays("apples more"), silent, NEVER);
    const vote = (user: string, vote: "up" | "down" | null) =>
      conversation.feedback({ answerId: first.id, user, channel: "slack", vote, kind: null, comment: null });
    expect(await vote("ana", "down")).toEqual({ recorded: true, reason: null });
    expect(await vote("ana", "down")).toEqual({ recorded: true, reason: null });
    expect(await rate(metrics)).toBe(0.5);
    expect((await conversation.thread(first.thread))?.turns.map((turn) => turn.vote)).toEqual(["down", null]);
    await vote("ana", "up");
    expect(await rate(metrics)).toBe(0);
    await vote("ana", null);
    expect(await metrics.registry.metrics()).toContain('assay_feedback_total{vote="down",channel="slack"} 1');
    const unknown = {
      answerId: "ans_no",
      user: "ana",
      channel: "web",
      vote: "up",
      kind: null,
      comment: null,
    } as const;
    expect(await conversation.feedback(unknown)).toMatchObject({ recorded: false });
    const long = { ...unknown, answerId: first.id, comment: "x".repeat(3000) };
    expect((await conversation.feedback(long)).reason).toContain("2000");
  });
});

async function rate(
  metrics: ReturnType<typeof openConversationRoom>["metrics"],
): Promise<number | undefined> {
  return (await metrics.correctionRate.get()).values[0]?.value;
}
