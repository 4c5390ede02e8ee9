import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ChannelPort, Conversation, CorrectionKind } from "../../contracts/conversation.js";
import { type ConversationRoom, openConversationRoom, until } from "./conversation-room.js";

/** A message that was said, so that the platform can send its event again. Opaque to the contract. */
export type Said = unknown;

export type ChannelFault = "rate-limit" | "lost-confirmation" | "permanent";

/** A channel with its platform, driven at the wire. What a platform does not have is null; the contract then shows a skipped test. */
export interface ChannelHarness {
  /** Null where answers come back with the request. */
  port: ChannelPort | null;
  /** Serves the conversation; called again after a restart. */
  start(conversation: Conversation): Promise<void>;
  stop(): Promise<void>;
  /** A handle for a thread nobody has spoken in. */
  newThread(): string;
  say(thread: string, text: string): Promise<Said>;
  /** The platform sends the event again. */
  again: ((said: Said) => Promise<void>) | null;
  /** The bot's own message comes back as an event. */
  echo: ((thread: string, text: string) => Promise<void>) | null;
  /** Presses the option of that label under the clarification. */
  press(thread: string, answerId: string, label: string): Promise<void>;
  vote(thread: string, answerId: string, vote: "up" | "down"): Promise<void>;
  correct(
    thread: string,
    answerId: string,
    correction: { kind: CorrectionKind; comment: string },
  ): Promise<void>;
  /** All words that people see now, one text for each message of the bot in the thread. Buttons and table cells included. */
  shown(thread: string): Promise<string[]>;
  /** What the platform does with the next answer that is sent. */
  fail: ((fault: ChannelFault) => void) | null;
}

/** What every channel must do, over a scripted answerer. */
export function channelContract(
  name: string,
  open: () => Promise<ChannelHarness>,
  has: ChannelAbilities,
): void {
  describe(`channel contract: ${name}`, () => {
    let harness: ChannelHarness;
    let room: ConversationRoom;

    beforeEach(async () => {
      harness = await open();
      room = openConversationRoom({ channels: harness.port === null ? [] : [harness.port] });
      await room.conversation.start();
      await harness.start(room.conversation);
    });
    afterEach(async () => {
      await harness.stop();
      await room.conversation.stop(500);
    });

    const count = async (thread: string, words: string): Promise<number> =>
      (await harness.shown(thread)).filter((text) => text.includes(words)).length;
    const appears = (thread: string, words: string) =>
      until(async () => (await count(thread, words)) > 0, 8000);
    const answerId = (nth = -1): string => room.answerer.asked.at(nth)?.answerId ?? "";
    const settled = () => new Promise((resolve) => setTimeout(resolve, 150));

    it.skipIf(!has.redelivery)("answers an event once, however often it comes", async () => {
      const thread = harness.newThread();
      const said = await harness.say(thread, "apples");
      await harness.again?.(said);
      await appears(thread, APPLES);
      await harness.again?.(said);
      await settled();
      expect(await count(thread, APPLES)).toBe(1);
      expect(room.answerer.asked).toHaveLength(1);
    });

    it.skipIf(!has.echo)("does not answer itself", async () => {
      const thread = harness.newThread();
      await harness.echo?.(thread, "apples");
      await settled();
      expect(room.answerer.asked).toEqual([]);
    });

    it("keeps a conversation in its thread, and threads apart", async () => {
      const thread = harness.newThread();
      await harness.say(thread, "apples");
      await appears(thread, APPLES);
      await harness.say(thread, "and then");
      await appears(thread, "after apples");
      const other = harness.newThread();
      await harness.say(other, "and then");
      await appears(other, "after nothing");
      expect(await count(thread, "after nothing")).toBe(0);
    });

    it("shows a clarification with its options, and takes a button", async () => {
      const thread = harness.newThread();
      await harness.say(thread, "sales");
      await appears(thread, "Which sales do you mean?");
      expect(await count(thread, "Gross")).toBeGreaterThan(0);
      await harness.press(thread, answerId(), "Net");
      await appears(thread, 'apples for "apples net"');
      expect(room.answerer.asked.at(-1)?.context.open).not.toBeNull();
    });

    it("takes a clarification's option as free text", async () => {
      const thread = harness.newThread();
      await harness.say(thread, "sales");
      await appears(thread, "Which sales do you mean?");
      await harness.say(thread, "gross");
      await appears(thread, 'apples for "apples gross"');
    });

    it("fault row 33: keeps one vote per person on the very answer, changes it, and counts it once", async () => {
      const thread = harness.newThread();
      await harness.say(thread, "apples");
      await appears(thread, APPLES);
      const first = answerId();
      await harness.say(thread, "apples more");
      await appears(thread, "apples more");
      for (const vote of ["up", "up", "down", "down"] as const) await harness.vote(thread, first, vote);
      await until(async () => (await room.store.votes([first]))[0]?.vote === "down");
      expect(await room.store.votes([first])).toHaveLength(1);
      expect(await room.store.votes([answerId()])).toEqual([]);
      expect(await room.store.figures()).toMatchObject({ corrected: 1 });
      expect(await count(thread, APPLES)).toBe(1);
    });

    it("takes a correction: what was wrong, and what it should have been", async () => {
      const thread = harness.newThread();
      await harness.say(thread, "apples");
      await appears(thread, APPLES);
      await harness.correct(thread, answerId(), { kind: "period", comment: "last year, not this one" });
      await until(async () => (await room.store.corrections(9)).length === 1);
      expect((await room.store.corrections(9))[0]).toMatchObject({
        answerId: answerId(),
        vote: "down",
        kind: "period",
        comment: "last year, not this one",
      });
    });

    it("says what failed and what to do", async () => {
      const thread = harness.newThread();
      await harness.say(thread, "outage");
      await appears(thread, "The warehouse did not answer.");
      expect(await count(thread, "Ask again in a minute.")).toBe(1);
    });

    it("says why it refuses", async () => {
      const thread = harness.newThread();
      await harness.say(thread, "forecast");
      await appears(thread, "I do not forecast.");
    });

    it("shows a command's answer", async () => {
      const thread = harness.newThread();
      await harness.say(thread, "help");
      await appears(thread, "use NAME");
    });

    it("changes the workspace of a place by `use`, for every thread there", async () => {
      const thread = harness.newThread();
      await harness.say(thread, "use bakery");
      await appears(thread, "answered from bakery");
      const next = harness.newThread();
      await harness.say(next, "apples");
      await appears(next, APPLES);
      expect(room.answerer.asked).toEqual([]);
    });

    it("shows a long answer within the platform's bounds, and says that there is more", async () => {
      const thread = harness.newThread();
      await harness.say(thread, "long");
      await appears(thread, "orchard number 0");
      expect(await count(thread, "400")).toBeGreaterThan(0);
    });

    it.skipIf(!has.faults).each(["rate-limit", "lost-confirmation"] as const)(
      "delivers once after a %s",
      async (fault) => {
        const thread = harness.newThread();
        harness.fail?.(fault);
        await harness.say(thread, "apples");
        await appears(thread, APPLES);
        await until(async () => (await room.store.figures()).outbox === 0, 8000);
        expect(await count(thread, APPLES)).toBe(1);
      },
    );

    it.skipIf(!has.faults)("counts what it cannot deliver", async () => {
      const thread = harness.newThread();
      harness.fail?.("permanent");
      await harness.say(thread, "apples");
      await until(async () => (await room.store.figures()).undeliverable > 0, 8000);
      expect(await room.conversation.answer(answerId())).toMatchObject({ status: "answered" });
    });

    it("goes on after a restart, with what was left open", async () => {
      const thread = harness.newThread();
      await harness.say(thread, "apples");
      await appears(thread, APPLES);
      await room.conversation.stop(500);
      if (harness.port !== null) await harness.say(thread, "apples left");
      const next = openConversationRoom({
        channels: harness.port === null ? [] : [harness.port],
        store: room.store,
      });
      await harness.stop();
      await next.conversation.start();
      await harness.start(next.conversation);
      if (harness.port !== null) await appears(thread, "apples left");
      await harness.say(thread, "and then");
      await appears(thread, harness.port === null ? "after apples" : "after apples left");
      expect(await count(thread, APPLES)).toBe(1);
      room = next;
    });
  });
}

/** Which parts of the contract a platform can be put to. */
export interface ChannelAbilities {
  redelivery: boolean;
  echo: boolean;
  faults: boolean;
}

const APPLES = 'There were 6 apples for "apples".';
