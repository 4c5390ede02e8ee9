import type { AppProcess } from "./app-process.js";
import { type PlannedEvent, type Platform, type SeenAnswer, THREADS } from "./platform.js";

export interface LoadPlan {
  run: number;
  perSecond: number;
  seconds: number;
  questions: readonly string[];
  /** Every event is sent so often, acknowledged or not. */
  times: number;
  /** Seconds after the start at which the app is killed (kill -9) and started again. */
  killAt: readonly number[];
  /** Longest wait for the last answer after the last event. */
  drainSeconds: number;
  random: () => number;
}

export interface LoadResult {
  events: number;
  /** Milliseconds from the first delivery of an event to its acknowledgement. */
  acks: number[];
  /** Milliseconds from an event to its answer on the platform: of questions asked for the first time, and again. */
  first: number[];
  again: number[];
  lost: number;
  doubled: number;
  /** Answers whose words are not those that the same question got elsewhere. */
  strange: string[];
  leftOver: number;
  /** Milliseconds from the last event to the last answer. */
  drainMs: number;
  unacknowledged: number;
  /** Milliseconds of the app's processor time for each event, its parallel threads included; null after a kill. */
  cpuMs: number | null;
}

interface Sent extends PlannedEvent {
  sentAt: number;
  ackMs: number | null;
}

const RESEND_MS = 500;

/**
 * Says `perSecond` things a second, evenly with some jitter, in 20 threads in turn, whatever comes back: an overloaded app does not
 * slow its people down. A delivery that is not acknowledged is sent again, as platforms do, only sooner.
 */
export async function runLoad(
  app: AppProcess,
  platform: Platform,
  plan: LoadPlan,
  expected: ReadonlyMap<string, string>,
): Promise<LoadResult> {
  platform.begin(plan.run);
  const sent: Sent[] = [];
  const sending: Promise<void>[] = [];
  const cpuBefore = plan.killAt.length > 0 ? null : app.cpuSeconds();
  const start = Date.now();
  const killing = killings(app, plan, start);
  const count = plan.perSecond * plan.seconds;
  for (let n = 0; n < count; n++) {
    const due = start + ((n + plan.random() * 0.9) / plan.perSecond) * 1000;
    await wait(due - Date.now());
    const question = plan.questions[n % plan.questions.length] ?? "";
    const event: Sent = { n, thread: n % THREADS, question, sentAt: Date.now(), ackMs: null };
    sent.push(event);
    for (let time = 0; time < plan.times; time++)
      sending.push(deliver(app, platform, event, time === 0 ? 0 : plan.random() * 1000 * time));
  }
  const lastSent = Date.now();
  await killing;
  await Promise.all(sending);
  await answered(platform, plan, count);
  const cpuAfter = app.cpuSeconds();
  const cpuMs = cpuBefore === null || cpuAfter === null ? null : ((cpuAfter - cpuBefore) * 1000) / count;
  return { ...judge(platform, plan, sent, lastSent, expected), cpuMs };
}

async function deliver(app: AppProcess, platform: Platform, event: Sent, delayMs: number): Promise<void> {
  await wait(delayMs);
  const until = Date.now() + 60_000;
  while (Date.now() < until) {
    const status = await platform.send(app.url, event).catch(() => 0);
    if (status === 200) {
      event.ackMs ??= Date.now() - event.sentAt;
      return;
    }
    await wait(RESEND_MS);
  }
}

async function killings(app: AppProcess, { killAt }: LoadPlan, start: number): Promise<void> {
  for (const seconds of killAt) {
    await wait(start + seconds * 1000 - Date.now());
    await app.kill();
    await app.start();
  }
}

async function answered(platform: Platform, plan: LoadPlan, count: number): Promise<void> {
  const until = Date.now() + plan.drainSeconds * 1000;
  while (total(platform, plan.run) < count && Date.now() < until) await wait(50);
  // What was doubled may come a moment later.
  if (plan.times > 1) await wait(3000);
}

function total(platform: Platform, run: number): number {
  let n = 0;
  for (let thread = 0; thread < THREADS; thread++) n += platform.answers(run, thread).length;
  return n;
}

function judge(
  platform: Platform,
  { run }: LoadPlan,
  sent: readonly Sent[],
  lastSent: number,
  expected: ReadonlyMap<string, string>,
): Omit<LoadResult, "cpuMs"> {
  const result: Omit<LoadResult, "cpuMs"> = {
    events: sent.length,
    acks: sent.flatMap(({ ackMs }) => (ackMs === null ? [] : [ackMs])),
    first: [],
    again: [],
    lost: 0,
    doubled: 0,
    strange: [],
    leftOver: platform.leftOver(run),
    drainMs: 0,
    unacknowledged: sent.filter(({ ackMs }) => ackMs === null).length,
  };
  const known = new Set<string>();
  const fresh = new Set(sent.filter(({ question }) => !known.has(question) && known.add(question)));
  for (let thread = 0; thread < THREADS; thread++) {
    const asked = sent.filter((event) => event.thread === thread);
    const answers = platform.answers(run, thread);
    result.lost += Math.max(0, asked.length - answers.length);
    result.doubled += Math.max(0, answers.length - asked.length);
    for (const { event, answer, strange } of pairs(asked, answers, expected)) {
      (fresh.has(event) ? result.first : result.again).push(answer.at - event.sentAt);
      result.drainMs = Math.max(result.drainMs, answer.at - lastSent);
      if (strange) result.strange.push(`${event.question} → ${answer.text.slice(0, 100)}`);
    }
  }
  return result;
}

interface Pair {
  event: Sent;
  answer: SeenAnswer;
  strange: boolean;
}

/** Each answer goes to the first event of its thread that it fits by its words; what is left over is paired in order. */
function pairs(
  asked: readonly Sent[],
  answers: readonly SeenAnswer[],
  expected: ReadonlyMap<string, string>,
): Pair[] {
  const open = new Set(asked);
  const found: Pair[] = [];
  const unfit: SeenAnswer[] = [];
  for (const answer of answers) {
    const text = plain(answer.text);
    const event = [...open].find(({ question }) => text.includes(plain(expected.get(question) ?? "")));
    if (event === undefined) unfit.push(answer);
    else {
      open.delete(event);
      found.push({ event, answer, strange: false });
    }
  }
  const left = [...open];
  for (const [i, answer] of unfit.entries()) {
    const event = left[i];
    if (event !== undefined) found.push({ event, answer, strange: true });
  }
  return found;
}

/** Letters and digits alone: platforms escape and break what stands between them. */
function plain(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, " ").replace(/[^\p{L}\p{N}]/gu, "");
}

function wait(ms: number): Promise<void> {
  return ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}
