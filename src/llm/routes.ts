import type { ModelGround, ModelRoute } from "../contracts/model.js";

/** What is known of one model. Prices in US dollars a million tokens, context in tokens. */
export interface ModelFacts {
  usdIn: number;
  usdOut: number;
  contextTokens: number;
}

/**
 * Prices and context sizes as of 2026-11-22, gathered from published price pages that do not agree in all rows; the higher figure
 * was taken. They are an estimate for budgets and reports: the provider's bill is what counts.
 */
const MODELS: Readonly<Record<string, ModelFacts>> = {
  "ministral-3b-latest": { usdIn: 0.1, usdOut: 0.1, contextTokens: 128_000 },
  "ministral-8b-latest": { usdIn: 0.15, usdOut: 0.15, contextTokens: 128_000 },
  "mistral-small-latest": { usdIn: 0.1, usdOut: 0.3, contextTokens: 128_000 },
  "mistral-medium-latest": { usdIn: 1.5, usdOut: 7.5, contextTokens: 128_000 },
  "mistral-large-latest": { usdIn: 0.68, usdOut: 2.09, contextTokens: 128_000 },
  "mistral-embed": { usdIn: 0.1, usdOut: 0, contextTokens: 8_000 },
};

/** Ids by route; `planAgain` is the plan route's model where a smaller one's reading had to be mended, or SQL is needed. */
export type RouteModels = Record<ModelRoute | "planAgain", string>;

const DEFAULT_ROUTES: RouteModels = {
  classify: "ministral-8b-latest",
  plan: "mistral-small-latest",
  planAgain: "mistral-medium-latest",
  write: "mistral-large-latest",
};

const STRONGER: readonly ModelGround[] = ["repair", "no_metric_query"];

/** The model of a call: the smallest that its route names, a stronger one for plans only on the grounds that justify it. */
export function modelFor(
  route: ModelRoute,
  ground: ModelGround,
  overrides: Partial<RouteModels> = {},
): string {
  const routes = { ...DEFAULT_ROUTES, ...overrides };
  return route === "plan" && STRONGER.includes(ground) ? routes.planAgain : routes[route];
}

/** A model that the table does not have is counted at the dearest price of it, and at the smallest context. */
export function factsOf(model: string): ModelFacts {
  const known = Object.hasOwn(MODELS, model) ? MODELS[model] : undefined;
  if (known) return known;
  const all = Object.values(MODELS);
  return {
    usdIn: Math.max(...all.map(({ usdIn }) => usdIn)),
    usdOut: Math.max(...all.map(({ usdOut }) => usdOut)),
    contextTokens: 32_000,
  };
}

/** What tokens cost in billionths of a US dollar, rounded up: whole numbers add without error. */
export function nanoUsd(model: string, inputTokens: number, outputTokens: number): number {
  const { usdIn, usdOut } = factsOf(model);
  return Math.ceil(inputTokens * usdIn * 1000 - 1e-6) + Math.ceil(outputTokens * usdOut * 1000 - 1e-6);
}
