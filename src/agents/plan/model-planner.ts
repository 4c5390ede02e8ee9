import type { MetricQuery } from "../../contracts/metric-query.js";
import type { ModelDoor, ModelGround, ModelReading, Spender } from "../../contracts/model.js";
import type { CallOptions } from "../../contracts/ports.js";
import type { ModelView } from "../../contracts/semantic-model.js";
import { fieldKey, type Lexicon } from "../../language/lexicon.js";
import type { Plan, Planner, PlanRequest } from "../ports.js";
import { catalogueText, tablesText, valuesText } from "./catalogue-text.js";
import { ignorableIn, ledgerOfDraft } from "./draft-ledger.js";
import { queryOfDraft } from "./draft-query.js";
import { readingOfSql } from "./draft-sql.js";
import { fenced } from "./fence.js";
import { droppedBounds, inheritedFrom } from "./inherited-uses.js";
import { asked, type CallLog, emptyLog, readAs } from "./model-call.js";
import { draftSchema, kindSchema, type PlanDraft, type SqlDraft, sqlDraftSchema } from "./plan-draft.js";
import { kindOfQuestionSchema, planSchema, sqlSchema } from "./plan-schema.js";
import { kindPrompt, planPrompt, sqlPrompt } from "./prompts.js";

/** Views that one prompt shows; the others are named in no prompt of this question. */
const MOST_VIEWS = 5;
const KIND_TOKENS = 60;
const PLAN_TOKENS = 900;
const SQL_TOKENS = 1200;

/** Reads questions with a model: its replies are names and words, which are held to the catalogue, the index and the ledger here. */
export function createPlanner(door: ModelDoor): Planner {
  return {
    async plan(request, options) {
      const log = emptyLog();
      const views = chosenViews(request);
      const told = { ...contextOf(request, views), door, options, log, request, views };
      const plan = request.repair ? await planAgain(told, request.repair) : await planFirst(told);
      return { plan: heldBack(plan, request), usage: log.usage, notices: log.notices };
    },
  };
}

interface Told {
  door: ModelDoor;
  options: CallOptions;
  log: CallLog;
  request: PlanRequest;
  views: readonly ModelView[];
  catalogue: string;
  /** Fenced data and the question, the question last. */
  data: string;
}

async function planFirst(told: Told): Promise<Plan> {
  const { request } = told;
  if (request.classify && !(await isAboutData(told)))
    return { kind: "none", reason: "The question is about something else." };
  const reply = await draftOf(told, request.ground, told.data);
  if (!reply.reading.ok) return flawed(reply.text, reply.reading.problem, "query");
  const draft = reply.reading.value;
  if (draft.kind === "query") return planOfDraft(draft, reply.text, told);
  // SQL is for what no reading can say; where there is one, it is not in doubt for want of SQL.
  return draft.needs_sql && request.ground === "ledger_incomplete"
    ? sqlPlan(told, "no_metric_query", "")
    : { kind: "none", reason: draft.reason };
}

/** The one repair: the model sees its own reply and the precise complaint. */
async function planAgain(told: Told, repair: NonNullable<PlanRequest["repair"]>): Promise<Plan> {
  const { plan, problem } = repair;
  const complaint = [
    fenced("your last reply", draftTextOf(plan)),
    `It cannot be used: ${problem}\nReply again, with this mended.`,
  ];
  if (plan.kind === "sql" || (plan.kind === "flawed" && plan.of === "sql"))
    return sqlPlan(told, "repair", complaint.join("\n\n"));
  const reply = await draftOf(told, "repair", [told.data, ...complaint].join("\n\n"));
  if (!reply.reading.ok) return flawed(reply.text, reply.reading.problem, "query");
  const draft = reply.reading.value;
  return draft.kind === "query"
    ? planOfDraft(draft, reply.text, told)
    : { kind: "none", reason: draft.reason };
}

function draftTextOf(plan: Plan): string {
  if (plan.kind === "flawed") return plan.draft;
  if (plan.kind === "sql") return plan.sql;
  return plan.kind === "query" ? JSON.stringify(plan.query) : "";
}

async function isAboutData({ door, options, log, catalogue, data, request }: Told): Promise<boolean> {
  const reply = await asked(
    door,
    {
      route: "classify",
      ground: "ledger_incomplete",
      system: kindPrompt(catalogue),
      user: data,
      schema: { name: "kind_of_question", schema: kindOfQuestionSchema() },
      maxOutputTokens: KIND_TOKENS,
      read: readAs(kindSchema),
      spender: spenderOf(request),
    },
    options,
    log,
  );
  return reply.reading.ok && reply.reading.value.about === "this_data";
}

async function draftOf(
  { door, options, log, catalogue, request, views }: Told,
  ground: ModelGround,
  user: string,
): Promise<{ text: string; reading: ModelReading<PlanDraft> }> {
  const terms = Object.keys(request.workspace.words.terms);
  return asked(
    door,
    {
      route: "plan",
      ground,
      system: planPrompt(catalogue, terms),
      user,
      schema: { name: "reading", schema: planSchema(views, terms) },
      maxOutputTokens: PLAN_TOKENS,
      read: readAs(draftSchema),
      spender: spenderOf(request),
    },
    options,
    log,
  );
}

function planOfDraft(draft: PlanDraft, text: string, { request, views }: Told): Plan {
  const { workspace, lexicon, asOf, question } = request;
  const query = queryOfDraft(draft, {
    views,
    asOf,
    rules: workspace.calendar,
    values: (view, field) => lexicon.profiles.get(fieldKey(view, field)) ?? null,
    terms: Object.keys(workspace.words.terms),
  });
  if (!query.ok) return flawed(text, query.problem, "query");
  const before = draft.follows ? (request.thread.queries.at(-1) ?? null) : null;
  const ignorable = ignorableIn(draft.language, workspace.words.ignore, before !== null);
  const inherits = before === null ? undefined : inheritedFrom(before, query.value);
  const ledger = ledgerOfDraft(draft, query.value, question, lexicon, ignorable, inherits);
  if (!ledger.ok) return flawed(text, ledger.problem, "query");
  const dropped = before === null ? [] : droppedBounds(before, query.value);
  const notes = dropped.length === 0 ? [] : [`Not kept from the question before: ${dropped.join(", ")}.`];
  return { kind: "query", query: query.value, ...ledger.value, notes, language: draft.language };
}

async function sqlPlan(
  { door, options, log, catalogue, data, request, views }: Told,
  ground: ModelGround,
  complaint: string,
): Promise<Plan> {
  const { catalog, set, workspace, asOf, question } = request;
  const reply = await asked(
    door,
    {
      route: "plan",
      ground,
      system: sqlPrompt(tablesText(catalog, set), catalogue),
      user: complaint === "" ? data : `${data}\n\n${complaint}`,
      schema: { name: "statement", schema: sqlSchema() },
      maxOutputTokens: SQL_TOKENS,
      read: readAs<SqlDraft>(sqlDraftSchema),
      spender: spenderOf(request),
    },
    options,
    log,
  );
  if (!reply.reading.ok) return flawed(reply.text, reply.reading.problem, "sql");
  const draft = reply.reading.value;
  if (draft.kind === "none") return { kind: "none", reason: draft.reason };
  const dated = workspace.views.flatMap(datedRelation).map((name) => name.split(".").at(-1) ?? name);
  const context = {
    views,
    asOf,
    rules: workspace.calendar,
    dated: (sql: string) => dated.some((name) => sql.toLowerCase().includes(name)),
  };
  const reading = readingOfSql(draft, question, context, ignorableIn(draft.language, workspace.words.ignore));
  return reading.ok
    ? { kind: "sql", ...reading.value, language: draft.language }
    : flawed(reply.text, reading.problem, "sql", draft.sql);
}

function flawed(draft: string, problem: string, of: "query" | "sql", sql: string | null = null): Plan {
  return { kind: "flawed", draft, problem, of, sql, ledger: [], notes: [] };
}

/** The relation that holds the time of a view. */
function datedRelation({ timeField, fields, source, relations }: ModelView): string[] {
  if (timeField === null) return [];
  const own = fields.find(({ name }) => name === timeField)?.column?.relation;
  return own === undefined ? (relations.includes(source) ? [source] : relations) : [own];
}

function spenderOf({ answerId, workspace, set }: PlanRequest): Spender {
  const { tokensPerQuestion, usdPerUserPerDay } = set.limits;
  return { answerId, workspace: workspace.name, user: set.user, tokensPerQuestion, usdPerUserPerDay };
}

/** A weaker retrieval is a reason for doubt, and is noted as one. */
function heldBack(plan: Plan, { retrieved }: PlanRequest): Plan {
  if (plan.kind === "none" || !retrieved?.degraded) return plan;
  return {
    ...plan,
    notes: [
      ...plan.notes,
      "The model read this without the nearest documents and examples (0 were at hand).",
    ],
  };
}

/** The views that retrieval ranked, nearest first, with that of the thread; all that the user may ask where nothing was ranked. */
function chosenViews({ lexicon, thread, retrieved }: PlanRequest): readonly ModelView[] {
  const ranked = (retrieved?.passages ?? []).flatMap(({ kind, title }) => (kind === "view" ? [title] : []));
  const last = thread.queries.at(-1)?.view;
  const wanted = [...new Set([...(last === undefined ? [] : [last]), ...ranked])];
  const found = wanted.flatMap((name) => lexicon.views.filter((view) => view.name === name));
  const kept = (found.length > 0 ? found : [...lexicon.views]).slice(0, MOST_VIEWS);
  // In the workspace's own order, so that equal choices give equal prompts.
  return lexicon.views.filter((view) => kept.includes(view));
}

function contextOf(
  { question, thread, asOf, profiles, lexicon, retrieved }: PlanRequest,
  views: readonly ModelView[],
) {
  const documents = (retrieved?.passages ?? []).filter(({ kind }) => kind !== "view");
  const last = thread.queries.at(-1);
  const values = valuesText(views, profiles);
  const data = [
    ...(values === "" ? [] : [fenced("values", values)]),
    ...documents.map(({ title, text }) =>
      fenced(`document: ${title.replace(/[^\p{L}\p{N} .,:-]/gu, " ")}`, text),
    ),
    ...(last ? [fenced("the question before, as a query", JSON.stringify(shownQuery(last, lexicon)))] : []),
    `Today is ${asOf}.`,
    fenced("question", question),
  ].join("\n\n");
  return { catalogue: catalogueText(views), data };
}

/** Somebody else may have asked it: values that this user has no row of stay out. */
function shownQuery(query: MetricQuery, { profiles }: Lexicon): MetricQuery {
  const visible = (filter: MetricQuery["filters"][number]): boolean => {
    if (filter.kind === "any" || filter.kind === "contains") return false;
    if (filter.kind !== "values") return true;
    const known = profiles.get(fieldKey(query.view, filter.field))?.values ?? [];
    return filter.values.every((value) => known.includes(String(value)));
  };
  return { ...query, filters: query.filters.filter(visible), share: null, rank: null };
}
