import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Answer } from "../contracts/answer.js";
import type { CorrectionKind } from "../contracts/conversation.js";
import { suiteSchema } from "../contracts/suite.js";
import { listCorrections, type Promotion, promoteCorrection, rejectCorrection } from "./corrections.js";
import { openConversationRoom, personSays } from "./testing/conversation-room.js";

const NEVER = new AbortController().signal;
const PLAIN: Promotion = { expect: null, approveSql: false };

function open() {
  const room = openConversationRoom({});
  const file = { text: null as string | null };
  const suite = {
    name: "corrections",
    read: async () => file.text,
    write: async (text: string) => {
      file.text = text;
    },
  };
  const user = { id: "U1", name: null, email: "ana@example.com" };
  return {
    ...room,
    file,
    ask: (text: string): Promise<Answer> =>
      room.conversation.ask(personSays(text, { user, thread: "t" }), () => undefined, NEVER),
    down: async (answer: Answer, kind: CorrectionKind | null, comment: string | null, voter = "ana") => {
      await room.conversation.feedback({
        answerId: answer.id,
        user: voter,
        channel: "web",
        vote: "down",
        kind,
        comment,
      });
      return (await room.store.votes([answer.id]))[0]?.id ?? "";
    },
    up: (answer: Answer, voter = "ana") =>
      room.conversation.feedback({
        answerId: answer.id,
        user: voter,
        channel: "web",
        vote: "up",
        kind: null,
        comment: null,
      }),
    promote: (id: string, promotion = PLAIN) => promoteCorrection(room.store, suite, id, promotion),
    cases: () => suiteSchema.parse(parse(file.text ?? "")).cases,
  };
}

describe("promoting a correction", () => {
  it("makes a case of a corrected number, as asked by whom and when, and marks it confirmed", async () => {
    const { ask, down, promote, cases, store, file } = open();
    const id = await down(await ask("apples"), "number", "It should be $1,856,403.50");
    await promote(id);
    expect(cases()).toEqual([
      {
        id: `correction-${id.slice(3, 11)}`,
        tags: ["correction"],
        as: "ana@example.com",
        as_of: "2026-01-01",
        ask: "apples",
        expect: { rows: [[1856403.5]] },
      },
    ]);
    expect(parse(file.text ?? "", { version: "1.1" }).cases[0].as_of).toBe("2026-01-01");
    expect((await store.feedback(id))?.review).toBe("confirmed");
  });

  it("keeps what was said before in the thread", async () => {
    const { ask, down, promote, cases } = open();
    await ask("apples");
    await ask("help");
    const answer = await ask("and then");
    await down(answer, null, "42");
    await promote(answer.id);
    expect(cases()[0]).toMatchObject({
      turns: [
        { ask: "apples", expect: { status: "answered" } },
        { ask: "and then", expect: { rows: [[42]] } },
      ],
    });
  });

  it("takes a later answer of the thread that the same person voted up", async () => {
    const { ask, down, up, promote, cases } = open();
    const wrong = await ask("apples");
    const other = await ask("apples a");
    const right = await ask("apples b c");
    await down(wrong, "filter", "only b and c");
    await up(other, "kim");
    await expect(promote(wrong.id)).rejects.toMatchObject({ code: "no_expectation" });
    await up(right);
    await promote(wrong.id);
    expect(cases()[0]).toMatchObject({ ask: "apples", expect: { rows: [[10]] } });
  });

  it.each([
    ["number", "0.5 of 3", null],
    ["period", "it was 2016", null],
    [null, "2016", 2016],
    ["number", "off by a lot", null],
    ["number", "12.5%", 0.125],
    ["number", "−3", -3],
    [null, "EUR 1,000", 1000],
    ["number", "should be 1,00", null],
  ] as const)("reads a %s correction that says %j as %j", async (kind, comment, expected) => {
    const { ask, down, promote, cases } = open();
    const id = await down(await ask("apples"), kind, comment);
    if (expected === null) await expect(promote(id)).rejects.toMatchObject({ code: "no_expectation" });
    else {
      await promote(id);
      expect(cases()[0]).toMatchObject({ expect: { rows: [[expected]] } });
    }
  });

  it("takes no SQL, from whom ever, without approval", async () => {
    const { ask, down, promote, cases, file } = open();
    const sql = "SELECT count(*) FROM orchard";
    const id = await down(await ask("apples"), null, sql);
    await expect(promote(id)).rejects.toMatchObject({ code: "sql_not_approved" });
    await expect(promote(id, { expect: { sql }, approveSql: false })).rejects.toMatchObject({
      code: "sql_not_approved",
    });
    expect(file.text).toBeNull();
    await promote(id, { expect: null, approveSql: true });
    expect(cases()[0]).toMatchObject({ expect: { sql } });
  });

  it("adds to a suite without touching the rest, and not twice", async () => {
    const { ask, down, promote, file, cases } = open();
    file.text =
      "# kept\nname: s # kept too\ngates: { accuracy: 0.98 }\ncases:\n  - { id: A, ask: B, expect: { rows: [[1]] } }\n";
    const answer = await ask("apples");
    await down(answer, null, "7");
    await promote(answer.id);
    expect(file.text).toContain("# kept\nname: s # kept too\n");
    expect(cases().map((known) => ("id" in known ? known.id : ""))).toEqual([
      "A",
      expect.stringMatching(/^correction-/),
    ]);
    await expect(promote(answer.id)).rejects.toMatchObject({ code: "already_promoted" });
    file.text = "name: [";
    await expect(promote(answer.id)).rejects.toMatchObject({ code: "bad_suite" });
  });

  it("lists corrections, and takes a rejected one out of the rate", async () => {
    const { ask, down, conversation, store } = open();
    const answer = await ask("apples");
    const id = await down(answer, "measure", "net, please");
    expect(await listCorrections(store, 10)).toMatchObject([
      { feedback: { id, kind: "measure" }, answer: { id: answer.id } },
    ]);
    expect((await conversation.measure()).corrected).toBe(1);
    await rejectCorrection(store, id);
    expect((await conversation.measure()).corrected).toBe(0);
  });
});
