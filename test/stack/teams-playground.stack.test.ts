import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningProgram, run, startAssay } from "./parts/assay-program.js";

const require = createRequire(import.meta.url);
const PLAYGROUND = join(dirname(require.resolve("@microsoft/m365agentsplayground/package.json")), "cli.js");
const PRELOAD = join(import.meta.dirname, "parts/loopback-only.cjs");
/** A name as a table may hold it, with all that Markdown and Teams would read as more than text. */
const HOSTILE = "*star* `tick` [link](https://evil.example) <at>Everyone</at> <b>tag</b>";

/** 127.0.0.1 as the kernel writes it. */
const LOOPBACK = "0100007F";

let folder: string;
let assay: RunningProgram;
let playground: { said: string; stop(): Promise<void> };
let browser: Browser;
let page: Page;

beforeAll(async () => {
  folder = hostileWorkspace();
  assay = await startAssay(["--dev", "--workspace", "workspaces/superstore", "--workspace", folder]);
  // Its port is random where the named one is taken.
  playground = await run(
    ["--require", PRELOAD, PLAYGROUND, "-e", `${assay.url}/api/messages`, "-c", "msteams", "--dt"],
    /Listening on \d+/,
  );
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  page = await browser.newPage({ viewport: { width: 1280, height: 1400 } });
  // The page asks an outside host for its fonts; here nothing leaves the machine.
  await page.route(
    ({ hostname }) => !["127.0.0.1", "localhost"].includes(hostname),
    (route) => route.abort(),
  );
  await page.goto(`http://127.0.0.1:${playground.said.replace(/\D/g, "")}/`);
  await editor().waitFor();
});
afterAll(async () => {
  await browser?.close();
  await playground?.stop();
  await assay?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("Assay in Microsoft's Agents Playground", () => {
  it("listens on this machine alone, and so does the Playground", () => {
    for (const url of [assay.url, playground.said]) {
      expect(listeningAddresses(Number(/\d+$/.exec(url)?.[0]))).toEqual([LOOPBACK]);
    }
  });

  it("answers in a personal chat with one card: headline, chart and table", async () => {
    await say("What were sales by region last quarter?");
    await card().getByText("East has the largest Sales in Q4 2017").waitFor();
    await card().getByText("$46,160", { exact: true }).waitFor();
    await expect.poll(() => card().locator("img").evaluate(drawnWidth)).toBeGreaterThan(300);
    await picture("answer");
    expect(await page.locator(".ac-adaptiveCard").count()).toBe(1);
  });

  it("shows and hides how it was computed", async () => {
    const sql = card().getByText("GROUP BY", { exact: false });
    expect(await sql.isVisible()).toBe(false);
    await card().getByRole("button", { name: "How computed" }).click();
    await sql.waitFor({ state: "visible" });
    expect(await sql.innerText()).toContain("2017-10-01");
    await picture("computed");
    await card().getByRole("button", { name: "How computed" }).click();
    await sql.waitFor({ state: "hidden" });
  });

  it("takes a vote, a changed one with a correction, and keeps the answer on the card", async () => {
    await card().getByRole("button", { name: "Right", exact: true }).click();
    await card().getByText("Thank you: marked as right.").waitFor();
    await card().getByRole("button", { name: "Wrong", exact: true }).click();
    await card().getByText("What is wrong?").waitFor();
    await picture("correction");
    await card().getByLabel("Period").check();
    await card().getByLabel("What should it have been?").fill("the last four weeks");
    await card().getByRole("button", { name: "Send", exact: true }).click();
    await card().getByText("your correction was recorded").waitFor();
    await card().getByText("$46,160", { exact: true }).waitFor();
    const metrics = await (await fetch(`${assay.url}/metrics`)).text();
    expect(metrics).toMatch(/^assay_feedback_total\{vote="up",channel="teams"\} 1$/m);
    expect(metrics).toMatch(/^assay_feedback_total\{vote="down",channel="teams"\} [12]$/m);
  });

  it("goes on in the same conversation, by a button and by words", async () => {
    await card()
      .getByRole("button", { name: /Sales by month/ })
      .click();
    await page.getByText("Asked: Sales by month", { exact: false }).waitFor();
    await card().getByText("Nov 2017", { exact: false }).first().waitFor();
    await say("only the East");
    await card().getByText("East", { exact: false }).first().waitFor();
  });

  it("asks back with a button for each reading, and answers the pressed one", async () => {
    await say("start over");
    await card().getByText("Started over", { exact: false }).waitFor();
    const before = await page.locator(".ac-adaptiveCard").count();
    await say("How are we doing?");
    await page.locator(".ac-adaptiveCard").nth(before).waitFor();
    const options = card().getByRole("button");
    await picture("clarification");
    const chosen = (await options.first().innerText()).replace(/ \(.*$/, "");
    await options.first().click();
    await page.getByText(`You chose: ${chosen}`).waitFor();
    await card().getByRole("button", { name: "How computed" }).waitFor();
  });

  it("shows what a cell holds as text, whatever it is", async () => {
    await say("use odd");
    await page.getByText("odd").last().waitFor();
    await say("amount by shop");
    await card().getByText(HOSTILE, { exact: false }).first().waitFor();
    await picture("hostile");
    expect(await card().locator("em, strong, code, at, a[href*=evil], b").count()).toBe(0);
  });
});

/** Addresses, as the kernel writes them, on which somebody listens at the port. */
function listeningAddresses(port: number): string[] {
  const lines = ["tcp", "tcp6"].flatMap((table) => readFileSync(`/proc/net/${table}`, "utf8").split("\n"));
  const local = lines.map((line) => line.trim().split(/\s+/)).filter(([, , , state]) => state === "0A");
  return local.flatMap(([, address = ""]) => {
    const [host = "", hex = ""] = address.split(":");
    return Number.parseInt(hex, 16) === port ? [host] : [];
  });
}

function editor() {
  return page.locator("[contenteditable=true]").first();
}

/** The newest card. */
function card() {
  return page.locator(".ac-adaptiveCard").last();
}

async function say(words: string): Promise<void> {
  await editor().click();
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
}

function drawnWidth(node: unknown): number {
  return typeof node === "object" && node !== null && "naturalWidth" in node ? Number(node.naturalWidth) : 0;
}

/** Kept where ASSAY_PICTURES names a folder, for people to look at. */
async function picture(name: string): Promise<void> {
  const kept = process.env.ASSAY_PICTURES;
  if (kept !== undefined) await page.screenshot({ path: join(kept, `teams-${name}.png`) });
}

function hostileWorkspace(): string {
  const root = mkdtempSync(join(tmpdir(), "assay-odd-"));
  mkdirSync(join(root, "metrics"));
  writeFileSync(
    join(root, "workspace.yaml"),
    "name: odd\ntimezone: UTC\nas_of: 2025-01-01\nwarehouse:\n  engine: duckdb\n  catalog: main\n  tables:\n    gold.sales: { csv: sales.csv, columns: { shop: string, amount: double, sold: date } }\n",
  );
  writeFileSync(
    join(root, "metrics/sales.yaml"),
    "version: 1.1\nsource: main.gold.sales\nfields:\n  - { name: Shop, expr: shop }\n  - { name: Sold, expr: sold }\nmeasures:\n  - { name: Amount, expr: SUM(amount) }\n",
  );
  writeFileSync(join(root, "overlay.yaml"), "views:\n  sales: { time_field: Sold }\n");
  writeFileSync(
    join(root, "sales.csv"),
    `shop,amount,sold\n"${HOSTILE}",70,2024-05-01\nplain,30,2024-05-02\n`,
  );
  return root;
}
