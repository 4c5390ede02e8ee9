import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type ScriptedConversation,
  scriptedConversation,
} from "../../src/channels/web/testing/scripted-conversation.js";
import { listenOnLoopback, type WebServer } from "../../src/channels/web/testing/web-server.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };

let browser: Browser;
let context: BrowserContext;
let page: Page;
let server: WebServer;
let conversation: ScriptedConversation;
let complaints: string[];

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
});
afterAll(() => browser.close());
beforeEach(async () => {
  conversation = scriptedConversation();
  server = await listenOnLoopback(conversation);
  await openPage(WIDE, "light");
});
afterEach(async () => {
  await context.close();
  await server.close();
  expect(complaints).toEqual([]);
});

describe("the web console in a real browser", () => {
  it("asks by a suggestion, shows the stages, and then headline, notes, chart, table and evidence", async () => {
    conversation.pace = 150;
    await page.getByRole("button", { name: "Takings by month" }).click();
    await page.getByText("Asking the database").waitFor();
    await page.getByText("Takings were $1,048,500 in 2025", { exact: false }).first().waitFor();
    expect(await page.getByRole("note").innerText()).toContain("No period was named");
    const image = page.getByRole("img", { name: /^Line chart: Takings and Margin by month/ });
    await image.waitFor();
    await expect
      .poll(() => image.evaluate((node) => ("naturalWidth" in node ? node.naturalWidth : 0)))
      .toBeGreaterThan(300);
    expect(await page.locator("td").first().innerText()).toBe("Jan 2025");
    expect(await page.locator("td.number").first().innerText()).toBe("$60,000");
    await page.getByText("How this was computed").click();
    await page.getByText("grouped by Sold month").waitFor();
    expect(await page.locator("pre").innerText()).toContain("GROUP BY ALL");
    expect(await page.locator(".checks").innerText()).toContain("parts sum to total");
  });

  it("sorts the table by its heads, numbers as numbers and nothing last", async () => {
    await ask("Every item");
    const first = () => page.locator("tbody tr").first().locator("td").allInnerTexts();
    await page.getByRole("button", { name: "Sold" }).click();
    expect(await first()).toEqual(["Item 30", "100"]);
    await page.getByRole("button", { name: "Sold" }).click();
    expect((await first())[1]).toBe("0");
    await page.getByRole("button", { name: "Show all 240 rows" }).click();
    expect(await page.locator("tbody tr").last().locator("td").last().innerText()).toBe("–");
    await page.getByText("The first 240 rows; there are more").waitFor();
  });

  it("shows cells and options as text, whatever they hold", async () => {
    await ask("Takings by shop");
    await page.getByRole("cell", { name: "<b>Trier</b>" }).waitFor();
    expect(await page.locator("td b").count()).toBe(0);
  });

  it("offers a clarification as buttons with previews, and answers the pressed one", async () => {
    await ask("Sales");
    const option = page.getByRole("button", { name: /Takings.*\$128,400/ });
    await option.click();
    await page.locator(".answer").nth(1).waitFor();
    expect(conversation.asked.at(-1)).toMatchObject({ text: "Takings", about: "ans_1" });
  });

  it("refuses and fails kindly, with what to do", async () => {
    await ask("Sales on Mars");
    await page.getByText("The nearest name is “Marl”.").first().waitFor();
    await ask("Outage");
    await page.getByText("Ask again in a minute; nothing was lost.").first().waitFor();
    await ask("full");
    await page.getByText("9 questions are waiting already.").first().waitFor();
  });

  it("takes a vote, a correction, and a vote back", async () => {
    await ask("Takings by shop");
    await page.getByRole("button", { name: "Wrong" }).click();
    await page.getByLabel("The period is wrong").check();
    await page.getByLabel("What should it have been?").fill("2024, not 2025");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("Your correction goes to the people").waitFor();
    expect(conversation.votes.at(-1)).toMatchObject({
      vote: "down",
      kind: "period",
      comment: "2024, not 2025",
    });
    await page.getByRole("button", { name: "Wrong" }).click();
    await page.getByText("Taken back.").waitFor();
    expect(conversation.votes.at(-1)).toMatchObject({ vote: null });
  });

  it("keeps threads over a reload, and opens earlier ones", async () => {
    await ask("Takings by shop");
    await page.getByRole("button", { name: "Right" }).click();
    await page.getByText("Thank you.").waitFor();
    await page.reload();
    await page.getByText("Hamburg took most: $412,300.").first().waitFor();
    expect(await page.getByRole("button", { name: "Right" }).getAttribute("aria-pressed")).toBe("true");
    await page.getByRole("button", { name: "New thread" }).click();
    await page.getByText("What would you like to know?").waitFor();
    await ask("What is margin?");
    await page.getByRole("button", { name: "Takings by shop", exact: true }).first().click();
    await page.getByText("Hamburg took most: $412,300.").first().waitFor();
    expect(await page.getByText("Margin is profit divided by takings.").count()).toBe(0);
  });

  it("suggests what the chosen workspace answers, and goes on there after a reload", async () => {
    await server.close();
    server = await listenOnLoopback(conversation, {
      workspaces: ["bakery", "mill"],
      suggestionsOf: (name) => (name === "mill" ? [] : [`Takings of the ${name}`]),
    });
    await page.goto(server.url);
    await page.getByRole("button", { name: "Takings by month" }).waitFor();
    await page.getByLabel("Data").selectOption("mill");
    await page.getByRole("button", { name: "What can I ask?" }).waitFor();
    await page.getByLabel("Data").selectOption("bakery");
    await page.getByRole("button", { name: "Takings of the bakery" }).waitFor();
    await page.getByLabel("Data").selectOption("mill");
    await page.getByRole("button", { name: "What can I ask?" }).waitFor();
    await ask("Takings by shop");
    expect(conversation.asked.at(-1)?.overrides?.workspace).toBe("mill");
    await page.reload();
    await page.getByText("Hamburg took most: $412,300.").first().waitFor();
    await ask("Takings by month");
    expect(conversation.asked.at(-1)?.overrides?.workspace).toBe("mill");
  });

  it("stops a question, and the server stops with it", async () => {
    await page.fill("#question", "hang");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByRole("button", { name: "Ask again" }).waitFor();
    await expect.poll(() => conversation.aborted.length).toBe(1);
  });

  it("gives the rows as a file", async () => {
    await ask("Takings by shop");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "CSV" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("ans_1.csv");
  });

  it("is used by keyboard alone and read out when the answer comes", async () => {
    await page.locator("#question").blur();
    await page.keyboard.press("/");
    await page.keyboard.type("Takings by shop");
    await page.keyboard.press("Shift+Enter");
    expect(await page.inputValue("#question")).toBe("Takings by shop\n");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("#announce").innerText()).toContain("Hamburg took most");
    expect(await page.evaluate("document.activeElement?.id")).toBe("question");
  });

  it("keeps a chosen theme, and draws charts in it", async () => {
    await ask("Takings by shop");
    await page.getByRole("button", { name: "Dark theme" }).click();
    await expect.poll(() => page.locator("figure img").getAttribute("src")).toContain("theme=dark");
    await page.reload();
    expect(await page.evaluate("document.documentElement.dataset.theme")).toBe("dark");
  });
});

describe.each([
  ["wide", WIDE],
  ["phone", PHONE],
] as const)("accessibility, %s", (_, viewport) => {
  it.each(["light", "dark"] as const)(
    "has no serious fault and nothing cut off in the %s theme",
    async (scheme) => {
      await context.close();
      await openPage(viewport, scheme);
      expect(await faults()).toEqual([]);
      for (const question of [
        "Takings by month",
        "Takings by shop",
        "Sales",
        "Sales on Mars",
        "Outage",
        "Every item",
      ]) {
        await ask(question);
      }
      await page.getByRole("button", { name: "Wrong" }).first().click();
      for (const summary of await page.locator("summary").all()) await summary.click();
      await page.locator(".correction").waitFor();
      expect(await faults()).toEqual([]);
      const beyond = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect(beyond).toBe(0);
    },
  );
});

async function openPage(
  viewport: { width: number; height: number },
  colorScheme: "light" | "dark",
): Promise<void> {
  context = await browser.newContext({ viewport, colorScheme, acceptDownloads: true });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  // A refused request is logged by the browser itself; everything else said here is a fault of the page.
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      complaints.push(message.text());
    }
  });
  await page.goto(server.url);
  await page.locator("#suggestions button").first().waitFor();
}

async function ask(question: string): Promise<void> {
  const before = await page.locator(".answer").count();
  await page.fill("#question", question);
  await page.keyboard.press("Enter");
  await page.locator(".answer").nth(before).waitFor();
}

/** What axe calls serious or critical. Injected over the debugging protocol: the page's own policy forbids other scripts. */
async function faults(): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate("axe.run()")) as AxeResult;
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
}

interface AxeResult {
  violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
}
