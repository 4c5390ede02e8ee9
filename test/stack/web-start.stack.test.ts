import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const FIRST_ANSWER_MS = 20_000;

let browser: Browser;
let state: string;
let bot: ChildProcess | null = null;

beforeAll(async () => {
  // A fresh clone is built by its installation; here a source may be newer than the build.
  execFileSync(process.execPath, ["bin/assay.js", "--help"], { cwd: ROOT });
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  state = mkdtempSync(join(tmpdir(), "assay-web-"));
});
afterAll(async () => {
  bot?.kill("SIGTERM");
  await browser.close();
  rmSync(state, { recursive: true, force: true });
});

describe("assay start, from nothing to an answer in the browser", () => {
  it("answers a suggested question over the default workspace, with chart and file, within 20 seconds", async () => {
    const started = performance.now();
    const url = await start();
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
    expect(firstAnswerMs).toBeLessThan(FIRST_ANSWER_MS);
  });
});

/** The built program, as `npm start` runs it. */
function start(): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["bin/assay.js", "start", "--port", "0", "--state", state], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    bot = child;
    let said = "";
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.once("exit", (code) => reject(new Error(`The program ended with ${code}: ${said}`)));
  });
}
