import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerMessage } from "../../src/channels/slack/answer-blocks.js";
import { homeView } from "../../src/channels/slack/home-view.js";
import { computedModal, correctionModal } from "../../src/channels/slack/modals.js";
import { createChartRenderer } from "../../src/charts/chart-renderer.js";
import { chartFor } from "../../src/charts/chart-spec.js";
import type { Answer } from "../../src/contracts/answer.js";
import { answerFixture } from "../../src/testing/answer-fixture.js";

const require = createRequire(import.meta.url);
const LIBRARY = require.resolve("slack-blocks-to-jsx");
const { Message } = require(LIBRARY) as { Message: unknown };
// React is the library's peer: it is taken from where the library finds it.
const peer = createRequire(LIBRARY);
const { createElement } = peer("react") as { createElement: (...parts: unknown[]) => unknown };
const { renderToStaticMarkup } = peer("react-dom/server") as {
  renderToStaticMarkup: (element: unknown) => string;
};
const STYLE = readFileSync(join(dirname(LIBRARY), "style.css"), "utf8");
/** A message in Slack's window, and in its phone app. */
const WIDTHS = { wide: 680, phone: 360 };

let browser: Browser;
let page: Page;
let chart: string;

beforeAll(async () => {
  const charts = createChartRenderer();
  const spec = chartFor(answered());
  if (spec === null) throw new Error("The answer of this test has no chart.");
  const { data } = await charts.png(spec, { signal: AbortSignal.timeout(60_000), timeoutMs: 60_000 });
  await charts.close();
  chart = `data:image/png;base64,${Buffer.from(data).toString("base64")}`;
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  page = await browser.newPage();
  await page.route("**/*", (route) => route.abort());
});
afterAll(() => browser?.close());

describe.each(Object.entries(WIDTHS))("blocks drawn as Slack draws them, %s", (size, width) => {
  it.each([
    [
      "answer",
      () => answerMessage(answered(), "F1").blocks,
      ["Next are Leipzig", "Confidence 91%", "How computed"],
    ],
    ["clarification", () => answerMessage(asked(), null).blocks, ["Which takings", "Gross takings"]],
    ["refusal", () => answerMessage(refused(), null).blocks, ["nearest name", "Takings by shop"]],
    ["computed", () => computedModal(answered()).blocks, ["Your words", "parts sum to total", "GROUP BY"]],
    ["correction", () => correctionModal("ans_1").blocks, ["The period", "What should it have been?"]],
    ["home", () => homeView(["Takings by shop", "Margin by month"]).blocks, ["Takings by shop"]],
  ])("shows the %s whole: nothing empty, cut off or left over", async (name, blocks, words) => {
    await page.setViewportSize({ width, height: 900 });
    await page.setContent(document(blocks()));
    const kept = process.env.ASSAY_PICTURES;
    if (kept !== undefined)
      await page.locator("main").screenshot({ path: join(kept, `slack-${name}-${size}.png`) });
    const shown = await page.locator("main").innerText();
    for (const word of words) expect(shown).toContain(word);
    expect(await page.evaluate(FAULTS)).toEqual([]);
  });
});

/**
 * Blocks as a page; an uploaded file by its picture. The library draws tables and feedback buttons too. It reads markup
 * even in plain text, as Slack does not: what words from outside can do is shown by the tests of the blocks.
 */
function document(blocks: readonly unknown[]): string {
  const drawn = blocks.map((block) => {
    const seen = seenBlock(block);
    return renderToStaticMarkup(
      createElement(Message, {
        time: new Date(0),
        name: "Assay",
        logo: "",
        blocks: [seen],
        withoutWrapper: true,
      }),
    );
  });
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><style>${STYLE}
    body { margin: 0; font: 15px/1.46668 sans-serif; } main { padding: 12px; display: grid; gap: 8px; min-width: 0 }
    main > * { min-width: 0 } button { max-width: 300px; overflow: hidden; text-overflow: ellipsis }</style></head><body><main>${drawn.map((html) => `<div>${html}</div>`).join("")}</main></body></html>`;
}

function seenBlock(block: unknown): unknown {
  if (typeof block !== "object" || block === null || !("slack_file" in block)) return block;
  const { slack_file: _, ...rest } = block;
  return { ...rest, image_url: chart };
}

/** What a person would call broken: a block without words or picture, or one that is wider than the window. */
const FAULTS = `[...document.querySelectorAll("main > div")].flatMap((block) => {
  const empty = block.innerText.trim() === "" && block.querySelector("img, svg") === null;
  const wide = block.scrollWidth > block.clientWidth + 1;
  const what = block.innerHTML.slice(-500);
  return [...(empty ? ["empty: " + what] : []), ...(wide ? ["too wide: " + what] : [])];
})`;

function answered(): Answer {
  return answerFixture({
    status: "answered",
    path: "compiled",
    headline: "Hamburg has the largest Takings in 2025: €412,300, 39.3% of the total.",
    narrative: "Next are Leipzig (€301,200) and Köln (€210,000); at the other end is Trier (€125,000).",
    columns: [
      { name: "Shop", type: "string", role: "dimension" },
      { name: "Takings", type: "number", role: "measure", unit: "EUR" },
      { name: "Margin", type: "number", role: "measure", unit: "ratio" },
    ],
    rows: [
      ["Hamburg", 412_300, 0.31],
      ["Leipzig", 301_200, 0.28],
      ["Köln", 210_000, null],
      ["Trier", 125_000, -0.02],
    ],
    uncertainty: ["No period was named, so all loaded days count: 2025-01-01 to 2025-12-31."],
    followUps: ["Takings by month in 2025", "Margin by shop", "Takings by shop in 2025 vs last year"],
    confidence: 0.91,
    freshness: { newest: "2025-12-31", stale: false },
    interpretation: [
      { words: "takings", as: "Takings" },
      { words: "by shop", as: "by Shop" },
    ],
    checks: [{ name: "parts sum to total", passed: true }],
    sql: "SELECT\n  shop AS `Shop`,\n  SUM(amount) AS `Takings`\nFROM main.gold.sales\nWHERE sold >= :p1\nGROUP BY 1",
    parameters: { p1: "2025-01-01" },
  });
}

function asked(): Answer {
  return answerFixture({
    status: "clarification",
    clarification: {
      question: "Which takings do you mean?",
      options: [
        { label: "Gross takings", question: "gross takings", preview: "€1.2M" },
        {
          label: "Net takings, after returns and discounts granted at the till",
          question: "net",
          preview: "€1.0M",
        },
      ],
    },
  });
}

function refused(): Answer {
  return answerFixture({
    status: "refused",
    refusal: { code: "no_such_data", message: "Nothing here is called “Mars”. The nearest name is “Marl”." },
    followUps: ["Takings by shop"],
  });
}
