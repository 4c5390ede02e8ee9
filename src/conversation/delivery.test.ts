import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "../contracts/errors.js";
import { openConversationRoom, personSays, until } from "./testing/conversation-room.js";
import { scriptedChannel } from "./testing/scripted-channel.js";

const NEVER = new AbortController().signal;
const silent = (): void => undefined;

describe("accept and deliver", () => {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  async function running(options: Parameters<typeof openConversationRoom>[0] = {}) {
    const channel = scriptedChannel();
    const room = openConversationRoom({ channels: [channel], ...options });
    await room.conversation.start();
    stops.push(() => room.conversation.stop(100));
    return { ...room, channel };
  }

  it("answers an event once, however often it is delivered", async () => {
    const { conversation, channel, answerer } = await running();
    const message = personSays("apples");
    const outcomes = [
      await conversation.accept(message),
      await conversation.accept(message),
      await conversation.accept({ ...message, eventId: "the same message as a mention" }),
    ];
    expect(outcomes.map(({ accepted }) => accepted)).toEqual([true, false, false]);
    await until(() => channel.arrived.length > 0);
    expect(await conversation.accept(message)).toEqual({ accepted: false });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(channel.arrived.map(({ delivery }) => delivery.answer?.rows)).toEqual([[[6]]]);
    expect(answerer.asked).toHaveLength(1);
    expect(channel.stages).toEqual(["reading", "answering"]);
  });

  it("ends a question in work when its thread says stop, and no other", async () => {
    const { conversation, channel, answerer } = await running();
    await conversation.accept(personSays("hang", { thread: "a" }));
    await conversation.accept(personSays("slow 100 apples", { thread: "b" }));
    await until(() => answerer.asked.length === 2);
    const stop = personSays("Stop!", { thread: "a" });
    await conversation.accept(stop);
    await conversation.accept(stop);
    await until(() => channel.arrived.length === 3);
    const shown = channel.arrived.map(({ delivery }) => [
      delivery.thread,
      delivery.answer?.status ?? delivery.text.slice(0, 7),
    ]);
    expect(shown.filter(([thread]) => thread === "a")).toEqual([
      ["a", "failed"],
      ["a", "Nothing"],
    ]);
    expect(shown.filter(([thread]) => thread === "b")).toEqual([["b", "answered"]]);
  });

  it("waits at least as long as the platform asks", async () => {
    const { conversation, channel } = await running();
    channel.faults.push({ kind: "rate-limit", retryAfterMs: 200 });
    await conversation.accept(personSays("apples"));
    await until(() => channel.arrived.length > 0);
    const [first, second] = channel.attempts.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(200);
    expect(channel.finds).toBe(0);
  });

  it("looks before it repeats, so an unconfirmed message is not doubled and a lost one not missed", async () => {
    const { conversation, channel } = await running();
    channel.faults.push(
      { kind: "lost-confirmation" },
      { kind: "lost-message" },
      { kind: "throw-after-arrival" },
    );
    for (const text of ["apples 1", "apples 2", "apples 3"]) await conversation.accept(personSays(text));
    await until(async () => channel.arrived.length >= 3 && (await conversation.measure()).outbox === 0);
    const questions = channel.arrived.map(({ delivery }) => delivery.answer?.question);
    expect(questions).toEqual(["apples 1", "apples 2", "apples 3"]);
    expect(channel.finds).toBeGreaterThanOrEqual(3);
  });

  it("keeps the order of a thread while its head is retried", async () => {
    const { conversation, channel } = await running();
    channel.faults.push({ kind: "refuse" }, { kind: "refuse" });
    await conversation.accept(personSays("apples 1"));
    await conversation.accept(personSays("apples 2"));
    await conversation.accept(personSays("apples 3", { thread: "another" }));
    await until(() => channel.arrived.length === 3);
    const questions = channel.arrived.map(({ delivery }) => delivery.answer?.question);
    expect(questions.filter((text) => text !== "apples 3")).toEqual(["apples 1", "apples 2"]);
  });

  it("ends an attempt that hangs, and repeats it", async () => {
    const { conversation, channel } = await running({ settings: { deliverMs: 30 } });
    channel.faults.push({ kind: "hang" });
    await conversation.accept(personSays("apples"));
    await until(() => channel.arrived.length === 1);
    expect(channel.attempts).toHaveLength(2);
  });

  it("says and counts what it cannot deliver, and keeps the answer", async () => {
    const { conversation, channel, metrics } = await running();
    channel.faults.push({ kind: "permanent" });
    await conversation.accept(personSays("apples"));
    await until(() => channel.arrived.length === 1);
    const notice = channel.arrived[0]?.delivery;
    expect(notice).toMatchObject({ kind: "notice", answer: null });
    const answerId = channel.attempts[0]?.id.replace("dlv_", "") ?? "";
    expect(notice?.text).toContain(answerId);
    expect(await conversation.answer(answerId)).toMatchObject({ status: "answered" });
    await until(async () => (await conversation.measure()).outbox === 0);
    expect(await conversation.measure()).toMatchObject({ undeliverable: 1, delivered: 0 });
    expect(await metrics.registry.metrics()).toContain(
      'assay_deliveries_total{channel="slack",outcome="failed"} 1',
    );
  });

  it("gives up after its time, once", async () => {
    const { conversation, channel } = await running({ settings: { giveUpMs: 100 } });
    channel.faults.push(...Array.from({ length: 1000 }, () => ({ kind: "refuse" }) as const));
    await conversation.accept(personSays("apples"));
    await until(async () => (await conversation.measure()).undeliverable === 2);
    const attempts = channel.attempts.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(channel.attempts.length).toBe(attempts);
    expect(channel.arrived).toEqual([]);
  });

  it("delivers commands as notices, and failures as answers", async () => {
    const { conversation, channel } = await running();
    await conversation.accept(personSays("help"));
    await conversation.accept(personSays("outage"));
    await until(() => channel.arrived.length === 2);
    expect(channel.arrived.map(({ delivery }) => delivery.kind)).toEqual(["notice", "answer"]);
    expect(channel.arrived[1]?.delivery.answer?.error?.remedy).toBe("Ask again in a minute.");
  });

  it("refuses beyond its queue, and tells those far back where they stand", async () => {
    const { conversation, channel } = await running({
      settings: { concurrency: 1, queueLimit: 3, queueNoticeAt: 2 },
    });
    await conversation.accept(personSays("slow 60 apples", { thread: "a" }));
    await conversation.accept(personSays("apples", { thread: "b" }));
    await conversation.accept(personSays("apples", { thread: "c" }));
    await expect(conversation.accept(personSays("apples", { thread: "d" }))).rejects.toMatchObject({
      code: "queue_full",
    });
    await until(() => channel.arrived.length === 4);
    const notices = channel.arrived.filter(({ delivery }) => delivery.kind === "notice");
    expect(notices.map(({ delivery }) => [delivery.thread, delivery.text])).toEqual([
      ["c", expect.stringMatching(/^2 questions are ahead/)],
    ]);
  });

  it("stops without losing: what goes on ends, the rest waits for the next process", async () => {
    const channel = scriptedChannel();
    const first = openConversationRoom({ channels: [channel], settings: { concurrency: 1 } });
    await first.conversation.start();
    await first.conversation.accept(personSays("slow 50 apples", { thread: "a" }));
    await first.conversation.accept(personSays("apples", { thread: "b" }));
    await until(() => first.answerer.asked.length === 1);
    await first.conversation.stop(2000);
    expect(first.answerer.asked).toHaveLength(1);
    expect(channel.arrived).toHaveLength(1);
    const second = openConversationRoom({ channels: [channel], store: first.store });
    await second.conversation.start();
    await until(() => channel.arrived.length === 2);
    expect(second.answerer.asked).toHaveLength(1);
    await second.conversation.stop(100);
  });

  it("lets those who wait for an answer have it before it stops, but not beyond its grace", async () => {
    const { conversation } = openConversationRoom({});
    await conversation.start();
    const quick = conversation.ask(personSays("slow 50 apples", { thread: "a" }), silent, NEVER);
    const long = conversation.ask(personSays("slow 5000 apples", { thread: "b" }), silent, NEVER);
    const cut = expect(long).rejects.toMatchObject({ code: "stopping" });
    await conversation.stop(200);
    expect(await quick).toMatchObject({ status: "answered" });
    await cut;
  });

  it("answers 200 people who ask at once, each once, acknowledged within a second", async () => {
    const { conversation, channel } = await running();
    const acknowledged = await Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        const user = { id: `U${n}`, name: null, email: null };
        const started = Date.now();
        await conversation.accept(personSays(`apples ${n}`, { thread: `t${n}`, user }));
        return Date.now() - started;
      }),
    );
    await until(
      async () => (await conversation.measure()).outbox === 0 && channel.arrived.length >= 200,
      15_000,
    );
    const answered = channel.arrived.filter(({ delivery }) => delivery.kind === "answer");
    expect(new Set(answered.map(({ delivery }) => delivery.answer?.question)).size).toBe(200);
    expect(answered).toHaveLength(200);
    expect(acknowledged.toSorted((a, b) => a - b)[190]).toBeLessThan(1000);
  });

  it("answers in the platform's order what arrives out of order within a moment", async () => {
    const { conversation, answerer, channel } = await running({ settings: { settleMs: 40 } });
    await conversation.accept(personSays("apples second", { order: "2" }));
    await conversation.accept(personSays("apples first", { order: "1" }));
    await until(() => channel.arrived.length === 2);
    expect(answerer.asked.map(({ text }) => text)).toEqual(["apples first", "apples second"]);
  });

  it("cuts off at its grace what takes longer, and the next process answers it", async () => {
    const channel = scriptedChannel();
    const first = openConversationRoom({ channels: [channel] });
    await first.conversation.start();
    await first.conversation.accept(personSays("slow 1500 apples"));
    await until(() => first.answerer.asked.length === 1);
    await first.conversation.stop(20);
    expect(channel.arrived).toEqual([]);
    const second = openConversationRoom({ channels: [channel], store: first.store });
    await second.conversation.start();
    await until(() => channel.arrived.length === 1);
    expect(channel.arrived[0]?.delivery.answer?.status).toBe("answered");
    await second.conversation.stop(100);
  });

  it("answers with a fault a question that keeps ending its process", async () => {
    const { conversation, channel, store } = await running({ settings: { maxAttempts: 2 } });
    await conversation.stop(100);
    const message = personSays("apples");
    await store.enqueue(message, { mode: "deliver", answerId: "ans_x", owner: "x", limit: 9, now: 0 });
    for (const owner of ["dead-1", "dead-2"]) {
      await store.heartbeat(owner, 0, 1);
      await store.claimQuestion({ owner, now: 0, settleMs: 0, seq: null });
      await store.retire(owner, 0);
    }
    const next = openConversationRoom({ channels: [channel], store, settings: { maxAttempts: 2 } });
    await next.conversation.start();
    await until(() => channel.arrived.length === 1);
    expect(channel.arrived[0]?.delivery.answer).toMatchObject({ id: "ans_x", error: { code: "given_up" } });
    await next.conversation.stop(100);
  });
});

describe("a store that fails for a while", () => {
  it("finds the answer of a commit whose confirmation was lost", async () => {
    const { store } = openConversationRoom({});
    let lost = false;
    const commit: typeof store.commit = async (claim, turn) => {
      const outcome = await store.commit(claim, turn);
      if (lost) return outcome;
      lost = true;
      throw new AppError("state_unavailable", "configuration", "No reply.", "Start it.");
    };
    const { conversation, answerer } = openConversationRoom({ store: { ...store, commit } });
    const answer = await conversation.ask(personSays("apples"), silent, NEVER);
    expect(answer).toMatchObject({ status: "answered", rows: [[6]] });
    expect(answerer.asked).toHaveLength(1);
  });

  it("gives up a claim whose confirmation was lost, and keeps an outcome that could not be kept at first", async () => {
    const channel = scriptedChannel();
    const { store } = openConversationRoom({});
    const lost = new Set<string>();
    const once =
      <A extends unknown[], R>(name: string, call: (...args: A) => Promise<R>, before = false) =>
      async (...args: A): Promise<R> => {
        const failing = !lost.has(name);
        const outcome = failing && before ? null : await call(...args);
        if (!failing || (!before && outcome === null)) return outcome as R;
        lost.add(name);
        throw new AppError("state_unavailable", "configuration", "No reply in time.", "Start it.");
      };
    const shaky = {
      ...store,
      claimQuestion: once("question", store.claimQuestion),
      claimDelivery: once("delivery", store.claimDelivery),
      settleDelivery: once("outcome", store.settleDelivery, true),
    };
    const { conversation, answerer } = openConversationRoom({ store: shaky, channels: [channel] });
    await conversation.start();
    await conversation.accept(personSays("apples 1"));
    await conversation.accept(personSays("apples 2"));
    await until(async () => (await conversation.measure()).delivered === 2);
    expect(lost.size).toBe(3);
    expect(answerer.asked).toHaveLength(2);
    expect(channel.arrived.map(({ delivery }) => delivery.answer?.question)).toEqual([
      "apples 1",
      "apples 2",
    ]);
    await conversation.stop(100);
  });

  it("loses no question and doubles no delivery", async () => {
    const channel = scriptedChannel();
    const { store } = openConversationRoom({});
    let broken = false;
    const failing =
      <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        if (broken)
          throw new AppError("state_unavailable", "configuration", "The disk is full.", "Free some.");
        return call(...args);
      };
    const shaky = {
      ...store,
      commit: failing(store.commit),
      release: failing(store.release),
      settleDelivery: failing(store.settleDelivery),
    };
    const { conversation, answerer } = openConversationRoom({ store: shaky, channels: [channel] });
    await conversation.start();
    broken = true;
    await conversation.accept(personSays("apples"));
    await until(() => answerer.asked.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    broken = false;
    channel.faults.push({ kind: "rate-limit", retryAfterMs: 0 });
    await until(() => channel.attempts.length >= 1);
    broken = true;
    await new Promise((resolve) => setTimeout(resolve, 50));
    broken = false;
    await until(async () => (await conversation.measure()).outbox === 0 && channel.arrived.length > 0);
    expect(channel.arrived).toHaveLength(1);
    await conversation.stop(100);
  });
});
