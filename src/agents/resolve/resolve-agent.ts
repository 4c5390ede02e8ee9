import { assertUnreachable } from "../../contracts/errors.js";
import { NO_STRAIN, type ReadingOption, type ReadResult } from "../../contracts/reading.js";
import { ask } from "../clarify.js";
import { refuse } from "../deny.js";
import type { RunScope } from "../run-scope.js";
import type { RunState, Work } from "../state.js";
import { chosenOption } from "./chosen-option.js";
import { followCommand } from "./command.js";
import { documented } from "./documented.js";
import { dropUnloaded } from "./drop-unloaded.js";
import { foreignRefusal } from "./foreign.js";
import { planned } from "./planned.js";
import { sameQuery } from "./same-query.js";
import { verifiedWork } from "./verified.js";
import { partsOfWhy } from "./why-parts.js";
import { workOfReading } from "./work-of-plan.js";

/** More options than this are shown without their numbers. */
const MOST_PREVIEWS = 4;

/** Language to query: the words become readings to be run, a question back, a refusal, or a topic to explain. */
export async function resolve(state: RunState, scope: RunScope): Promise<Partial<RunState>> {
  const choice = chosenOption(state.text, state.thread.open);
  const text = choice?.question ?? state.text;
  const thread = choice ? { ...state.thread, open: null } : state.thread;
  const read = scope.rooms.read(text, scope.lexicon, { asOf: scope.asOf, thread });
  const verified = verifiedWork(text, read, scope);
  const base = { text, thread, clarified: choice !== null };
  if (verified) return { ...base, work: [verified], at: 0, next: "validate" };
  if (choice?.query) {
    const chosen = workOfChoice(choice.query, read, choice.label, choice.question);
    return { ...base, ...dropUnloaded([chosen], scope) };
  }
  const explained = await documented(read, text, scope);
  if (explained) return { ...base, ...explained };
  const decision = foreignRefusal(read, text) ?? decide(read, { ...state, ...base }, scope);
  return { ...base, ...((await planned(read, text, thread, scope)) ?? decision) };
}

function decide(read: ReadResult, state: RunState, scope: RunScope): Partial<RunState> {
  switch (read.kind) {
    case "readings": {
      const best = [...read.readings].sort((a, b) => b.weight - a.weight);
      const kept = state.clarified
        ? assumeFirst(best.map((reading) => workOfReading(reading)))
        : best.map((reading) => workOfReading(reading));
      return dropUnloaded(kept, scope);
    }
    case "clarification": {
      const { question, options, ledger } = read;
      const shown = { question, options: options.map(({ label, question }) => ({ label, question })) };
      const works = options.flatMap((option) => (option.query ? [workOfOption(option.query, option)] : []));
      if (works.length === 0 || works.length > MOST_PREVIEWS) return { ...ask({ shown, options }), ledger };
      return { asking: { shown, options }, work: works, at: 0, ledger, next: "validate" };
    }
    case "refusal":
      return { ...refuse(read.code, read.message), ledger: read.ledger };
    case "definition":
      return { topic: read.topic, ledger: read.ledger, next: "respond" };
    case "why":
      return partsOfWhy(read.reading, read.by, scope);
    case "command":
      return { ...followCommand(read.command, state), ledger: read.ledger };
    default:
      return assertUnreachable(read);
  }
}

/** A way to read what the reader would not bind by itself: run for its number, to be shown with the question back. */
function workOfOption(query: NonNullable<Work["query"]>, { label, question }: ReadingOption): Work {
  return workOfReading({ query, ledger: [], notes: [], weight: 1, strain: NO_STRAIN, label, question });
}

/** After a reply there is no second question: the best reading goes on, and says what it assumes. */
function assumeFirst(works: Work[]): Work[] {
  const [first, ...others] = works;
  if (!first || others.length === 0) return works;
  const also = others.map(({ label }) => `"${label}"`).join(" or ");
  return [{ ...first, notes: [...first.notes, `Read as "${first.label}"; it could also mean ${also}.`] }];
}

function workOfChoice(
  query: NonNullable<Work["query"]>,
  read: ReadResult,
  label: string,
  question: string,
): Work {
  const readings = read.kind === "readings" ? read.readings : [];
  const same = readings.find((reading) => sameQuery(reading.query, query));
  const ledger = same?.ledger ?? [
    {
      words: question,
      span: null,
      kind: "context" as const,
      as: label,
      strength: "exact" as const,
      score: 1,
    },
  ];
  return workOfReading({
    query,
    ledger,
    notes: same?.notes ?? [],
    weight: 1,
    strain: same?.strain ?? NO_STRAIN,
    label,
    question,
  });
}
