import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildAssay, type RunningProgram, startAssay } from "./parts/assay-program.js";

const ROOT = join(import.meta.dirname, "../..");

let browser: Browser;
let bot: RunningProgram | null = null;

beforeAll(async () => {
  // Built before the clock starts, as a fresh clone is by its installation.
  buildAssay();
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
});
afterAll(async () => {
  await browser.close();
  await bot?.stop();
});

describe("assay start, from nothing to an answer in the browser", () => {
  it("answers a suggested question over the default workspace, with chart and file", async () => {
    const started = performance.now();
    bot = await startAssay();
    const { url } = bot;
    const page = await browser.newPage();
    await page.goto(url);
    await page.locator("#suggestions button").first().click();
    await page.locator(".answer").first().waitFor();
    const firstAnswerMs = performance.now() - started;
    console.log(`First answer in the browser after ${Math.round(firstAnswerMs)} ms.`);

    await page.getByRole("button", { name: "New thread" }).click();
    await page.fill("#question", "sales by month in 2017");
    await page.keyboard.press("Enter");
    const image = page.locator("figure img");
    await image.waitFor();
    await expect
      .poll(() => image.evaluate((node) => ("naturalWidth" in node ? node.naturalWidth : 0)), {
        timeout: 15_000,
      })
      .toBeGreaterThan(300);
    expect(await page.locator("tbody tr").count()).toBe(12);
    const file = await page.getByRole("link", { name: "CSV" }).getAttribute("href");
    const csv = await page.evaluate(`fetch("${file}").then((response) => response.text())`);
    expect(String(csv).trim().split("\r\n")).toHaveLength(13);
  });
});

it("assay ask prints what the README shows, but for the time it took", () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const [, question = "", shown = ""] = /\n\$ npm start -- ask "([^"]+)"\n\n(.*?)```/s.exec(readme) ?? [];
  const state = mkdtempSync(join(tmpdir(), "assay-readme-"));
  const printed = execFileSync(process.execPath, ["bin/assay.js", "--state", state, "ask", question], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const timeless = (text: string): string => text.replace(/\d+ ms/, "some ms");
  expect(timeless(shown).length).toBeGreaterThan(500);
  expect(timeless(printed).slice(0, timeless(shown).length)).toBe(timeless(shown));
});
