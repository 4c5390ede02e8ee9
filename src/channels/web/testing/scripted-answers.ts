import type { Answer } from "../../../contracts/answer.js";
import type { Cell } from "../../../contracts/result.js";

const MONTHS = Array.from({ length: 12 }, (_, n) => `2025-${String(n + 1).padStart(2, "0")}-01`);
const SHOPS = ["Hamburg", "Köln", "<b>Trier</b>", "Ulm & Umland", "=SUM(A1)"];

const NO_RESULT = {
  path: null,
  headline: "",
  narrative: "",
  columns: [],
  rows: [],
  sql: null,
  confidence: null,
};

/** Answers of every status and shape, by the words that ask for them. */
export const SCRIPT: Record<string, Partial<Answer>> = {
  "takings by month": {
    headline: "Takings were $1,048,500 in 2025, highest in December with $128,400.",
    narrative: "They rose in nine of eleven months. The year closed 24.8% above its first half.",
    columns: [
      { name: "Sold month", type: "date", role: "dimension" },
      { name: "Takings", type: "number", role: "measure", unit: "USD" },
      { name: "Margin", type: "number", role: "measure", unit: "ratio" },
    ],
    rows: MONTHS.map((month, n): Cell[] => [
      month,
      60_000 + n * 5_100 + (n % 3) * 4_150.5,
      0.31 + (n % 4) * 0.012,
    ]),
    totalRows: 12,
    sql: "SELECT\n  date_trunc('MONTH', `sold_on`) AS `Sold month`,\n  SUM(`amount`) AS `Takings`,\n  SUM(`profit`) / SUM(`amount`) AS `Margin`\nFROM main.gold.sales\nWHERE `sold_on` >= DATE'2025-01-01' AND `sold_on` < DATE'2026-01-01'\nGROUP BY ALL\nORDER BY 1",
    interpretation: [
      { words: "takings", as: "the measure Takings: SUM(amount)" },
      { words: "by month", as: "grouped by Sold month" },
    ],
    uncertainty: ["No period was named: all loaded data is shown, 2025-01-01 to 2025-12-31."],
    followUps: ["Takings by month and shop", "Takings by shop", "How did Takings change against 2024?"],
    freshness: { newest: "2025-12-31", stale: false },
    checks: [
      { name: "parts sum to total", passed: true },
      { name: "joins keep the number of rows", passed: true },
    ],
    timings: { totalMs: 84, databaseMs: 31, modelMs: 0, steps: {} },
  },
  "takings by shop": {
    headline: "Hamburg took most: $412,300.",
    narrative: "Five shops are shown.",
    columns: [
      { name: "Shop", type: "string", role: "dimension" },
      { name: "Takings", type: "number", role: "measure", unit: "USD" },
      { name: "Takings (previous)", type: "number", role: "measure", unit: "USD" },
      { name: "Takings change", type: "number", role: "measure", unit: "USD" },
      { name: "Takings change %", type: "number", role: "measure", unit: "ratio" },
    ],
    rows: SHOPS.map((shop, n): Cell[] => {
      const [now, before] = [412_300 - n * 71_000.25, 380_000 - n * 52_000];
      return [shop, now, before, now - before, (now - before) / before];
    }),
    totalRows: 5,
    confidence: 0.71,
    uncertainty: ['"took" was read as the measure Takings.', "Ulm & Umland opened on 2025-03-01."],
    followUps: ["Takings by shop in December", "Takings by shop without Ulm & Umland"],
    freshness: { newest: "2025-12-29", stale: true },
  },
  "every item": {
    headline: "There are 240 items.",
    narrative: "",
    columns: [
      { name: "Item", type: "string", role: "dimension" },
      { name: "Sold", type: "number", role: "measure" },
    ],
    rows: Array.from({ length: 240 }, (_, n): Cell[] => [`Item ${n}`, n % 9 === 0 ? null : (n * 37) % 101]),
    totalRows: null,
    truncated: true,
  },
  sales: {
    status: "clarification",
    ...NO_RESULT,
    headline: "Which sales do you mean?",
    clarification: {
      question: "“Sales” can be two things here. Which do you mean?",
      options: [
        { label: "Takings", question: "Takings last month", preview: "$128,400" },
        { label: "Items sold", question: "Items sold last month", preview: "3,120" },
      ],
    },
  },
  "sales on mars": {
    status: "refused",
    ...NO_RESULT,
    followUps: ["Takings by shop"],
    refusal: {
      code: "no_such_data",
      message: "There is no shop “Mars” in this data. The nearest name is “Marl”.",
    },
  },
  outage: {
    status: "failed",
    ...NO_RESULT,
    error: {
      code: "warehouse_unavailable",
      message: "The warehouse did not answer.",
      remedy: "Ask again in a minute; nothing was lost.",
    },
  },
  "what is margin?": {
    path: "defined",
    headline: "Margin is profit divided by takings.",
    narrative: "It is a share of takings, before taxes.",
    columns: [],
    rows: [],
    totalRows: 0,
    sql: null,
    confidence: 1,
    citations: [{ title: "How we measure profit", file: "docs/profit.md" }],
    followUps: ["Margin by month"],
  },
  unknown: {
    status: "refused",
    ...NO_RESULT,
    refusal: {
      code: "not_a_data_question",
      message: "I answer questions about the numbers of this business.",
    },
    followUps: ["Takings by month"],
  },
};
