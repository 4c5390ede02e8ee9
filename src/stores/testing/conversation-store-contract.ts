import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { IncomingMessage } from "../../contracts/conversation.js";
import type { Claim, ConversationStore } from "../../contracts/conversation-store.js";
import { delivery, message, turnOf } from "./conversation-samples.js";

const LEASE = 1000;

/** What every store of conversations must do. `open` gives an empty store, and a second one over the same data. */
export function conversationStoreContract(
  name: string,
  open: () => Promise<{ store: ConversationStore; other: ConversationStore; close: () => Promise<void> }>,
): void {
  describe(`conversation store: ${name}`, () => {
    let store: ConversationStore;
    let other: ConversationStore;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ store, other, close } = await open());
      await store.heartbeat("a", 0, LEASE);
      await store.heartbeat("b", 0, LEASE);
    });
    afterEach(() => close());

    const enqueue = (message: IncomingMessage, mode: "deliver" | "ask" = "deliver", owner = "a", now = 0) =>
      store.enqueue(message, { mode, answerId: `ans_${message.messageId}`, owner, limit: 1000, now });
    const claim = (owner = "a", now = 0, seq: number | null = null) =>
      store.claimQuestion({ owner, now, settleMs: 0, seq });

    it("keeps one of several deliveries of an event, and of several events of a message", async () => {
      expect(await enqueue(message("m1"))).toMatchObject({ kind: "accepted", ahead: 0 });
      expect(await enqueue(message("m1"))).toMatchObject({ kind: "seen", answerId: "ans_m1", done: false });
      expect(await enqueue(message("m1", { eventId: "another" }))).toMatchObject({ kind: "seen" });
      expect(await enqueue(message("m2", { eventId: "e-m1" }))).toMatchObject({ kind: "seen" });
      expect(await enqueue(message("m1", { eventId: "else", place: "T1/C2" }))).toMatchObject({
        kind: "accepted",
      });
      expect((await store.figures()).waiting).toBe(2);
    });

    it("still knows a message after it was answered", async () => {
      await enqueue(message("m1"));
      await answerNext(store);
      expect(await enqueue(message("m1"))).toMatchObject({ kind: "seen", done: true });
    });

    it("refuses beyond the limit without keeping anything", async () => {
      const limited = (id: string) =>
        store.enqueue(message(id), { mode: "deliver", answerId: id, owner: "a", limit: 1, now: 0 });
      expect((await limited("m1")).kind).toBe("accepted");
      expect(await limited("m2")).toEqual({ kind: "full", waiting: 1 });
      await answerNext(store);
      expect((await limited("m2")).kind).toBe("accepted");
    });

    it("hands out one question per thread, in the platform's order", async () => {
      await enqueue(message("late", { order: "2" }));
      await enqueue(message("early", { order: "1" }));
      await enqueue(message("elsewhere", { thread: "t2", order: "3" }));
      const first = await claim("a");
      expect(first?.item.message.messageId).toBe("early");
      expect((await claim("b"))?.item.message.messageId).toBe("elsewhere");
      expect(await claim("b")).toBeNull();
      expect(await store.commit(must(first), turnOf(must(first)))).toBe("committed");
      expect((await claim("b"))?.item.message.messageId).toBe("late");
    });

    it("waits for stragglers", async () => {
      await enqueue(message("m1"), "deliver", "a", 100);
      expect(await store.claimQuestion({ owner: "a", now: 120, settleMs: 50, seq: null })).toBeNull();
      expect(await store.claimQuestion({ owner: "a", now: 150, settleMs: 50, seq: null })).not.toBeNull();
    });

    it("hands a question out again when its owner stops beating, and fences the old owner off", async () => {
      await enqueue(message("m1"));
      const old = must(await claim("a"));
      await other.heartbeat("b", 0, 10 * LEASE);
      expect(await other.claimQuestion({ owner: "b", now: LEASE - 1, settleMs: 0, seq: null })).toBeNull();
      const taken = must(await other.claimQuestion({ owner: "b", now: LEASE, settleMs: 0, seq: null }));
      expect(taken.item).toMatchObject({ answerId: old.item.answerId, attempt: 2 });
      expect(await store.commit(old, turnOf(old))).toBe("lost");
      expect(await other.commit(taken, turnOf(taken))).toBe("committed");
      expect(await store.commit(old, turnOf(old))).toBe("lost");
    });

    it("commits state, answer and deliveries together or not at all", async () => {
      await enqueue(message("m1"));
      const mine = must(await claim());
      const turn = { ...turnOf(mine), deliveries: [delivery("d1", mine.item.answerId)] };
      expect(await store.commit({ ...mine, state: turn.state }, turn)).toBe("lost");
      expect(await store.answer(mine.item.answerId)).toBeNull();
      expect(await claimDelivery(store)).toBeNull();
      const again = must(await claim("b"));
      expect(again.item.attempt).toBe(1);
      expect(await store.commit(mine, turn)).toBe("lost");
      expect(await store.commit(again, turn)).toBe("committed");
      expect(await other.answer(mine.item.answerId)).toEqual(turn.record);
      expect(await other.threadState("t1")).toEqual(turn.state);
      expect((await claimDelivery(store))?.delivery.id).toBe("d1");
    });

    it("frees what an owner does not know to hold, and nothing of others", async () => {
      for (const id of ["q1", "q2", "q3"]) await enqueue(message(id, { thread: id }));
      const [held, lost, foreign] = [must(await claim("a")), must(await claim("a")), must(await claim("b"))];
      await store.disownQuestions("a", [held.item.seq]);
      const again = must(await claim("a"));
      expect(again.item).toMatchObject({ seq: lost.item.seq, attempt: 1 });
      expect(await claim("a")).toBeNull();
      expect(await store.commit(foreign, turnOf(foreign))).toBe("committed");

      for (const id of ["d1", "d2", "d3"]) await store.addDelivery(delivery(id, null, id), 0);
      await claimDelivery(store);
      await claimDelivery(store);
      await claimDelivery(store, 0, "b");
      await store.disownDeliveries("a", ["d1"]);
      expect(await claimDelivery(store)).toMatchObject({ reconcile: true, delivery: { id: "d2" } });
      expect(await claimDelivery(store)).toBeNull();
    });

    it("tells which messages wait behind those that are worked at, in order", async () => {
      await enqueue(message("m1", { order: "1" }));
      await enqueue(message("m3", { order: "3" }));
      await enqueue(message("m2", { order: "2" }));
      await enqueue(message("elsewhere", { thread: "t2", order: "0" }));
      await claim("a");
      const ids = async (...threads: string[]): Promise<string[]> =>
        (await other.waiting(threads)).map(({ messageId }) => messageId);
      expect(await ids("t1")).toEqual(["m2", "m3"]);
      expect(await ids("t1", "t2")).toEqual(["m2", "m3", "elsewhere"]);
      expect(await ids()).toEqual([]);
    });

    it("gives a released question out again as if untouched", async () => {
      await enqueue(message("m1"));
      await store.release(must(await claim()), false);
      const second = must(await claim("b"));
      expect(second.item.attempt).toBe(1);
      await store.release(second, true);
      expect((await claim("b"))?.item.attempt).toBe(2);
    });

    it("lets an asked question be worked at by its caller alone, in its turn", async () => {
      await enqueue(message("m1", { order: "1" }));
      const asked = await enqueue(message("m2", { order: "2" }), "ask");
      const seq = asked.kind === "accepted" ? asked.seq : -1;
      expect(await claim("a", 0, seq)).toBeNull();
      await answerNext(store);
      expect(await claim("b")).toBeNull();
      expect((await claim("a", 0, seq))?.item.mode).toBe("ask");
    });

    it("forgets an asked question with its caller, and takes it when asked again", async () => {
      const asked = await enqueue(message("m1"), "ask");
      await store.cancel(asked.kind === "accepted" ? asked.seq : -1);
      expect(await enqueue(message("m1"), "ask")).toMatchObject({ kind: "accepted" });
      expect(await enqueue(message("m1"), "ask", "b", LEASE - 1)).toMatchObject({ kind: "seen" });
      expect(await enqueue(message("m1"), "ask", "b", LEASE)).toMatchObject({ kind: "accepted" });
    });

    it("does not let an asked question of a dead process hold up its thread", async () => {
      await enqueue(message("m1", { order: "1" }), "ask");
      await enqueue(message("m2", { order: "2" }));
      expect(await claim("b")).toBeNull();
      await store.heartbeat("b", LEASE, LEASE);
      expect((await claim("b", LEASE))?.item.message.messageId).toBe("m2");
    });

    it("delivers in order within a thread, and beside others", async () => {
      await store.addDelivery(delivery("d1"), 0);
      await store.addDelivery(delivery("d2"), 0);
      await store.addDelivery(delivery("d3", null, "t2"), 0);
      await store.addDelivery(delivery("d3", null, "t2"), 0);
      const first = must(await claimDelivery(store));
      expect(first.delivery).toMatchObject({ id: "d1", attempt: 1 });
      expect((await claimDelivery(store))?.delivery.id).toBe("d3");
      expect(await claimDelivery(store)).toBeNull();
      await store.settleDelivery(first, { kind: "delivered", reference: "ts1" }, 5);
      expect((await claimDelivery(store))?.delivery.id).toBe("d2");
    });

    it("holds a delivery back until it is due, and keeps its thread waiting", async () => {
      await store.addDelivery(delivery("d1"), 0);
      await store.addDelivery(delivery("d2"), 0);
      const first = must(await claimDelivery(store));
      await store.settleDelivery(first, retry(500, false), 10);
      expect(await claimDelivery(store, 499)).toBeNull();
      expect(await claimDelivery(store, 500)).toMatchObject({
        reconcile: false,
        delivery: { id: "d1", attempt: 2 },
      });
    });

    it("asks for reconciliation after an uncertain attempt, and after a death while sending", async () => {
      await store.addDelivery(delivery("d1"), 0);
      await store.settleDelivery(must(await claimDelivery(store)), retry(0, true), 0);
      expect(await claimDelivery(store)).toMatchObject({ reconcile: true });
      expect(await claimDelivery(store, LEASE - 1)).toBeNull();
      await store.heartbeat("b", LEASE, LEASE);
      expect(await claimDelivery(store, LEASE, "b")).toMatchObject({
        reconcile: true,
        delivery: { attempt: 3 },
      });
    });

    it("frees at once what a retired owner held", async () => {
      await enqueue(message("m1"));
      await claim("a");
      await store.addDelivery(delivery("d1", null, "t9"), 0);
      await claimDelivery(store);
      expect(await other.owners()).toEqual(expect.arrayContaining(["a", "b"]));
      expect(await other.retire("a", 40)).toEqual({ questions: 1, deliveries: 1 });
      expect((await claim("b"))?.item.attempt).toBe(2);
      expect(await claimDelivery(store, 39, "b")).toBeNull();
      expect(await claimDelivery(store, 40, "b")).toMatchObject({ reconcile: true });
      expect(await other.owners()).toEqual(["b"]);
    });

    it("forgets the names of processes that ended long ago", async () => {
      await store.heartbeat("c", 48 * 60 * 60_000, LEASE);
      expect(await other.owners()).toEqual(["c"]);
    });

    it("ignores the verdict of an owner that lost its delivery", async () => {
      await store.addDelivery(delivery("d1"), 0);
      const old = must(await claimDelivery(store));
      await store.heartbeat("b", LEASE, LEASE);
      const taken = must(await claimDelivery(store, LEASE, "b"));
      await store.settleDelivery(old, { kind: "failed", reason: "late" }, LEASE);
      expect((await store.figures()).undeliverable).toBe(0);
      await store.settleDelivery(taken, { kind: "delivered", reference: "r" }, LEASE);
      expect((await store.figures()).outbox).toBe(0);
    });

    it("keeps one vote per person and answer, changeable and retractable", async () => {
      await enqueue(message("m1"), "ask");
      const seq = (await enqueue(message("m1"), "ask")) as { seq: number };
      const mine = must(await claim("a", 0, seq.seq));
      await store.commit(mine, turnOf(mine));
      const vote = (user: string, vote: "up" | "down" | null, comment: string | null = null, id = user) =>
        store.vote({ answerId: "ans_m1", user, channel: "web", vote, kind: null, comment }, id, 7);
      expect(await vote("ana", "down")).toEqual({ changed: true });
      expect(await vote("ana", "down")).toEqual({ changed: false });
      expect(await vote("kim", "down")).toEqual({ changed: true });
      expect(await store.figures()).toMatchObject({ delivered: 1, corrected: 1 });
      await store.review("ana", "rejected");
      expect((await store.figures()).corrected).toBe(1);
      await store.review("kim", "rejected");
      expect((await store.figures()).corrected).toBe(0);
      expect(await vote("ana", "down", "it was 5")).toEqual({ changed: true });
      expect(await store.feedback("ana")).toMatchObject({ review: "open", comment: "it was 5" });
      expect(await vote("kim", "up")).toEqual({ changed: true });
      expect((await store.corrections(10)).map(({ user }) => user)).toEqual(["ana"]);
      expect(await vote("ana", null)).toEqual({ changed: true });
      expect(await vote("ana", null)).toEqual({ changed: false });
      expect((await store.votes(["ans_m1", "ans_none"])).map(({ user }) => user)).toEqual(["kim"]);
      expect(await store.vote({ ...NO_ANSWER }, "x", 7)).toBeNull();
    });

    it("maps places to workspaces", async () => {
      expect(await store.placeWorkspace("T1/C1")).toBeNull();
      await store.setPlaceWorkspace("T1/C1", "one", "ana", 1);
      await store.setPlaceWorkspace("T1/C1", "two", "kim", 2);
      expect(await other.placeWorkspace("T1/C1")).toBe("two");
    });

    it("lists the answers of a thread, oldest first, the newest kept", async () => {
      for (const id of ["m1", "m2", "m3"]) {
        await enqueue(message(id, { order: id }));
        await answerNext(store);
      }
      const ids = (await store.threadAnswers("t1", 2)).map(({ answer }) => answer.id);
      expect(ids).toEqual(["ans_m2", "ans_m3"]);
      expect((await store.threadState("t1"))?.turn).toBe(3);
    });

    it("purges what is older than asked, and nothing that waits", async () => {
      await enqueue(message("old"), "deliver", "a", 10);
      await answerNext(store, 10);
      await enqueue(message("waits"), "deliver", "a", 10);
      expect(await store.purge({ answers: 11, events: 11 })).toMatchObject({ answers: 1 });
      expect(await store.answer("ans_old")).toBeNull();
      expect((await store.figures()).waiting).toBe(1);
      expect((await enqueue(message("old"))).kind).toBe("accepted");
    });

    it("loses and doubles nothing, whatever dies in between", async () => {
      let run = 0;
      let now = 0;
      const step = fc.constantFrom("enqueue", "claim", "commit", "die", "release", "other-claim");
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
          run++;
          const ids: string[] = [];
          const held: Claim[] = [];
          const answered: string[] = [];
          for (const [n, what] of steps.entries()) {
            now += 1;
            await store.heartbeat("b", now, LEASE);
            if (what !== "die") await store.heartbeat("a", now, LEASE);
            if (what === "enqueue") {
              const id = `p${run}-${n}`;
              await enqueue(
                message(id, { thread: `p${run}-${n % 3}`, order: String(n) }),
                "deliver",
                "a",
                now,
              );
              await enqueue(message(id), "deliver", "a", now);
              ids.push(id);
            } else if (what === "die") now += 2 * LEASE;
            else if (what === "release") await releaseLast(store, held);
            else if (what === "commit") await commitAll(store, held, answered);
            else held.push(...[await claim(what === "claim" ? "a" : "b", now)].filter((c) => c !== null));
          }
          now += 3 * LEASE;
          await store.heartbeat("b", now, LEASE);
          await commitAll(store, held, answered);
          for (;;) {
            const next = await claim("b", now);
            if (next === null) break;
            await commitAll(store, [next], answered);
          }
          expect(answered.toSorted()).toEqual(ids.toSorted());
        }),
        { numRuns: 30 },
      );
    });
  });
}

const NO_ANSWER = {
  answerId: "ans_none",
  user: "ana",
  channel: "web",
  vote: "up",
  kind: null,
  comment: null,
} as const;

async function commitAll(store: ConversationStore, held: Claim[], answered: string[]): Promise<void> {
  for (const claim of held.splice(0)) {
    const outcome = await store.commit(claim, turnOf(claim));
    if (outcome === "committed") answered.push(claim.item.message.messageId);
  }
}

async function releaseLast(store: ConversationStore, held: Claim[]): Promise<void> {
  const claim = held.pop();
  if (claim !== undefined) await store.release(claim, false);
}

async function answerNext(store: ConversationStore, now = 0): Promise<void> {
  const claim = must(await store.claimQuestion({ owner: "a", now, settleMs: 0, seq: null }));
  expect(await store.commit(claim, { ...turnOf(claim), now })).toBe("committed");
}

function claimDelivery(store: ConversationStore, now = 0, owner = "a") {
  return store.claimDelivery({ owner, now, channels: ["slack"] });
}

function must<T>(value: T | null): T {
  if (value === null) throw new Error("expected something");
  return value;
}

function retry(notBefore: number, uncertain: boolean) {
  return { kind: "retry", notBefore, uncertain, reason: "busy" } as const;
}
