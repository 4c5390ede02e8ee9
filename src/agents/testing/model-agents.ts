import { afterAll, afterEach, beforeAll } from "vitest";
import type { ConfidenceModel } from "../../contracts/confidence.js";
import type { ModelDoor } from "../../contracts/model.js";
import { EMPTY_THREAD, type ThreadContext } from "../../contracts/reading.js";
import {
  type FakeMistral,
  type FakeReply,
  type FakeRequest,
  startFakeMistral,
} from "../../llm/testing/fake-mistral.js";
import { testDoor } from "../../llm/testing/test-door.js";
import { createPlanner } from "../plan/model-planner.js";
import type { PlanDraft } from "../plan/plan-draft.js";
import { createWriter } from "../respond/write/model-writer.js";
import { draftOf } from "./model-replies.js";
import { type RealAgents, realAgents } from "./real-agents.js";
import { shopRows, shopWorkspace } from "./shop-workspace.js";
import { questionOf } from "./stand-ins.js";

type Schema = "kind_of_question" | "reading" | "statement" | "text";
type Replies = Partial<Record<Schema, FakeReply | FakeReply[]>>;

export const ABOUT: FakeReply = { kind: "json", value: { about: "this_data" } };

/** The kind of call that a request is. */
export const schemaOf = ({ body }: FakeRequest): string => body.response_format?.json_schema?.name ?? "";

export const json = (value: unknown): FakeReply => ({ kind: "json", value });

/** A question with a word that no reader knows, and the reading that is right. */
export const QUESTION = "takings by store in March 2024";
export const READING: PlanDraft = draftOf({
  measures: ["Turnover"],
  group_by: [{ field: "Store", by: "value" }],
  periods: ["March 2024"],
  words: [
    { words: "takings", as: "measure", name: "Turnover" },
    { words: "store", as: "field", name: "Store" },
    { words: "in March 2024", as: "period", name: "March 2024" },
  ],
});
const STORE_NAMES: Record<number, string> = { 1: "North Gate", 2: "Old Dock", 3: "Hill Top" };

/** Turnover by store in a month, from the rows themselves. */
export function turnover(month: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { day, store, paid } of shopRows())
    if (day.startsWith(month))
      sums.set(STORE_NAMES[store] ?? "", (sums.get(STORE_NAMES[store] ?? "") ?? 0) + paid);
  return sums;
}

/** The agents of a test file over the shop, and fake servers that end with each test. Call it once, at the top of the file. */
export function modelAgents() {
  const shop = shopWorkspace();
  let opened: RealAgents | null = null;
  let ran: string[] = [];
  const fakes: FakeMistral[] = [];
  const agents = (): RealAgents => {
    if (!opened) throw new Error("The agents are not there yet.");
    return opened;
  };
  beforeAll(async () => {
    opened = await realAgents(shop.dir, shop.state);
  });
  afterAll(() => opened?.close());
  afterEach(async () => {
    for (const fake of fakes.splice(0)) await fake.close();
  });

  /** The thread after a question that the reader answers by itself. */
  const threadAfter = async (...questions: string[]): Promise<ThreadContext> => {
    let thread: ThreadContext = EMPTY_THREAD;
    for (const text of questions) thread = (await agents().answerer.answer(questionOf(text, thread))).context;
    return thread;
  };

  /** Asks with a real door to a fake server that replies by the kind of call; later calls of a kind get later replies. */
  const askWith = async (
    replies: Replies,
    text: string,
    change: { user?: string; thread?: ThreadContext; confidence?: ConfidenceModel } = {},
  ) => {
    const counts = new Map<string, number>();
    const fake = await startFakeMistral((request) => {
      const name = schemaOf(request);
      const at = counts.get(name) ?? 0;
      counts.set(name, at + 1);
      const known = ({ kind_of_question: ABOUT, ...replies } as Replies)[name as Schema];
      const list = Array.isArray(known) ? known : [known];
      return list[Math.min(at, list.length - 1)] ?? { kind: "status", status: 500 };
    });
    fakes.push(fake);
    const behind = testDoor(fake.url).door;
    const grounds: string[] = [];
    const door: ModelDoor = {
      ask: (request, options) => {
        grounds.push(`${request.route} ${request.ground}`);
        return behind.ask(request, options);
      },
    };
    ran = [];
    const warehouse = {
      ...agents().warehouse,
      engine: agents().warehouse.engine,
      catalog: agents().warehouse.catalog.bind(agents().warehouse),
      explain: agents().warehouse.explain.bind(agents().warehouse),
      versions: agents().warehouse.versions.bind(agents().warehouse),
      close: async () => {},
      run: (...[sql, options]: Parameters<RealAgents["warehouse"]["run"]>) => {
        ran.push(sql.sql);
        return agents().warehouse.run(sql, options);
      },
    };
    const faults: unknown[] = [];
    const answerer = agents().again({
      warehouse,
      planner: createPlanner(door),
      writer: createWriter(door),
      onFault: (_, fault) => void faults.push(fault),
      ...(change.confidence ? { confidence: change.confidence } : {}),
    });
    const { answer, receipt, context } = await answerer.answer(
      questionOf(text, change.thread, change.user ? { user: change.user } : {}),
    );
    const calls = fake.requests.map((request) => `${schemaOf(request)} ${request.body.model}`);
    return { answer, receipt, context, calls, grounds, fake, faults };
  };

  /** `ran`: statements that reached the warehouse since the last question. */
  return { agents, fakes, askWith, threadAfter, ran: () => ran };
}
