import { request } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { exampleAnswer } from "../../observability/testing/example-answer.js";
import type { AnswerView } from "./answer-view.js";
import { type ScriptedConversation, scriptedConversation } from "./testing/scripted-conversation.js";
import { listenOnLoopback, type WebServer } from "./testing/web-server.js";

interface Fault {
  error: { code: string; remedy: string };
}

let conversation: ScriptedConversation;
let server: WebServer;

beforeAll(async () => {
  conversation = scriptedConversation();
  server = await listenOnLoopback(conversation);
});
afterAll(() => server.close());
beforeEach(() => {
  server.faults.length = 0;
});

describe("POST /api/ask", () => {
  it("gives the answer with the thread's public id, the chart in words and the grain of dates", async () => {
    const answer = await asked("Takings by month", { thread: "t-1", request: "r7" });
    expect(answer).toMatchObject({ status: "answered", thread: "t-1", request: "r7", totalRows: 12 });
    expect(answer.chart?.description).toMatch(
      /^Line chart: Takings and Margin by month, from Jan 2025 to Dec 2025/,
    );
    expect(answer.columns[0]).toMatchObject({ name: "Sold month", grain: "month" });
    expect(conversation.asked.at(-1)).toMatchObject({
      channel: "web",
      thread: "web/local/t-1",
      user: { id: "local" },
      about: null,
    });
  });

  it("opens a thread where none is named, and passes workspace, day and pressed button on", async () => {
    const answer = await asked("Sales", { workspace: "bakery", as_of: "2025-06-30", about: "ans_1" });
    expect(answer.thread).toMatch(/^[0-9a-f-]{36}$/);
    expect(conversation.asked.at(-1)).toMatchObject({
      overrides: { workspace: "bakery", asOf: "2025-06-30" },
      about: "ans_1",
    });
  });

  it.each([
    ["Sales", "clarification"],
    ["Sales on Mars", "refused"],
    ["Outage", "failed"],
    ["What is margin?", "answered"],
  ])("gives %s with 200 and status %s", async (question, status) => {
    expect(await asked(question)).toMatchObject({ status, chart: null });
  });

  it.each([
    ["no question", { thread: "t" }, 400],
    ["an empty question", { question: "  " }, 400],
    ["a thread that is a path", { question: "x", thread: "../other" }, 400],
    ["an unknown field", { question: "x", as: "kim@example.com" }, 400],
    ["too much", { question: "x".repeat(70_000) }, 413],
  ])("refuses %s", async (_, body, status) => {
    const response = await post("/api/ask", body);
    expect(response.status).toBe(status);
    expect((await jsonOf<Fault>(response)).error.remedy).not.toBe("");
  });

  it("refuses a body that is not declared as JSON: a form on another site could send it", async () => {
    const body = JSON.stringify({ question: "Sales" });
    const response = await fetch(`${server.url}/api/ask`, { method: "POST", body });
    expect(response.status).toBe(400);
  });

  it("tells people's faults and keeps the program's to itself", async () => {
    const full = await post("/api/ask", { question: "full" });
    expect([full.status, (await jsonOf<Fault>(full)).error.code]).toEqual([429, "queue_full"]);
    const crash = await post("/api/ask", { question: "crash" });
    expect(crash.status).toBe(500);
    expect(await crash.text()).not.toContain("ana@example.com");
    expect(server.faults).toHaveLength(1);
  });
});

describe("POST /api/ask as a stream", () => {
  const sse = { accept: "text/event-stream" };

  it("sends the stages in order and then the answer", async () => {
    const response = await post("/api/ask", { question: "Takings by shop", thread: "t-2" }, sse);
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(response.headers.get("cache-control")).toBe("no-store");
    const events = eventsOf(await response.text());
    expect(events.map(({ event, data }) => data.stage ?? event)).toEqual([
      "reading",
      "checking",
      "querying",
      "answering",
      "answer",
    ]);
    expect(events.at(-1)?.data).toMatchObject({ status: "answered", thread: "t-2" });
  });

  it("ends with an error event that holds no internals", async () => {
    const events = eventsOf(await (await post("/api/ask", { question: "crash" }, sse)).text());
    expect(events.at(-1)).toMatchObject({ event: "error", data: { code: "fault" } });
    expect(JSON.stringify(events)).not.toContain("ana@example.com");
  });

  it("stops the question when the client goes away", async () => {
    const controller = new AbortController();
    const response = await post("/api/ask", { question: "hang" }, sse, controller.signal);
    await response.body?.getReader().read();
    controller.abort();
    await expect.poll(() => conversation.aborted.length, { timeout: 3000 }).toBe(1);
  });
});

describe("threads, suggestions and feedback", () => {
  it("gives back a thread with its votes", async () => {
    const answer = await asked("Takings by shop", { thread: "t-3" });
    const vote = await post("/api/feedback", {
      answer: answer.id,
      vote: "down",
      kind: "period",
      comment: "2024",
    });
    expect([vote.status, await vote.json()]).toEqual([200, { recorded: true, reason: null }]);
    expect(conversation.votes.at(-1)).toEqual({
      answerId: answer.id,
      user: "local",
      channel: "web",
      vote: "down",
      kind: "period",
      comment: "2024",
    });
    const thread = await jsonOf<{ turns: { answer: AnswerView }[] }>(
      await fetch(`${server.url}/api/threads/t-3`),
    );
    expect(thread).toMatchObject({ id: "t-3", turns: [{ question: "Takings by shop", vote: "down" }] });
    expect(thread.turns[0]?.answer).toMatchObject({ id: answer.id, thread: "t-3" });
    expect(thread.turns[0]?.answer.chart).not.toBeNull();
  });

  it("knows no thread that was not opened here", async () => {
    expect((await fetch(`${server.url}/api/threads/never`)).status).toBe(404);
    expect((await fetch(`${server.url}/api/threads/slack%3AT1%2FC1`)).status).toBe(404);
  });

  it("suggests questions", async () => {
    const body = await jsonOf<{ suggestions: string[]; workspaces: string[] }>(
      await fetch(`${server.url}/api/suggestions`),
    );
    expect(body.suggestions).toContain("Takings by month");
    expect(body.workspaces).toEqual(["bakery"]);
  });

  it("suggests questions of the workspace that was chosen, and the usual ones for a name that is not served", async () => {
    const chosen = await listenOnLoopback(conversation, {
      workspaces: ["bakery", "mill"],
      suggestionsOf: (name) => [`What does the ${name} sell?`],
    });
    const at = async (query: string): Promise<string[]> =>
      (await jsonOf<{ suggestions: string[] }>(await fetch(`${chosen.url}/api/suggestions${query}`)))
        .suggestions;
    expect(await at("?workspace=mill")).toEqual(["What does the mill sell?"]);
    expect(await at("?workspace=elsewhere")).toContain("Takings by month");
    expect(await at("")).toContain("Takings by month");
    await chosen.close();
  });

  it.each([
    { vote: "up" },
    { answer: "ans_1", vote: "sideways" },
    { answer: "ans_1", vote: "down", kind: "mood" },
  ])("refuses the feedback %j", async (body) => {
    expect((await post("/api/feedback", body)).status).toBe(400);
  });

  it("keeps answers of other channels and people out of reach", async () => {
    conversation.keep(exampleAnswer({ id: "ans_slack", thread: "slack:T1/C1/1" }));
    conversation.keep(exampleAnswer({ id: "ans_kim", thread: "web/kim%40example.com/t" }));
    for (const id of ["ans_slack", "ans_kim", "ans_never"]) {
      expect((await fetch(`${server.url}/api/answers/${id}/rows.csv`)).status).toBe(404);
      expect((await fetch(`${server.url}/api/answers/${id}/chart.svg`)).status).toBe(404);
      expect((await post("/api/feedback", { answer: id, vote: "up" })).status).toBe(404);
    }
  });
});

describe("pictures and files of an answer", () => {
  it("draws the chart in both themes and any sane width, without rights of its own", async () => {
    const { id } = await asked("Takings by month");
    const [light, dark] = await Promise.all(
      ["theme=light&width=340", "theme=dark&width=99999"].map((query) =>
        fetch(`${server.url}/api/answers/${id}/chart.svg?${query}`),
      ),
    );
    expect(light?.headers.get("content-type")).toContain("image/svg+xml");
    expect(light?.headers.get("content-security-policy")).toMatch(/default-src 'none'.*sandbox/);
    const svg = (await light?.text()) ?? "";
    expect(svg).toContain("Takings and Margin by month");
    expect(svg).not.toContain("<script");
    expect(await dark?.text()).not.toBe(svg);
  });

  it("has no chart for an answer without one", async () => {
    const { id } = await asked("What is margin?");
    expect((await fetch(`${server.url}/api/answers/${id}/chart.svg`)).status).toBe(404);
  });

  it("gives the rows as a file, with exact numbers and no formula", async () => {
    const { id } = await asked("Takings by shop");
    const response = await fetch(`${server.url}/api/answers/${id}/rows.csv`);
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename=${id}.csv`);
    const text = await response.text();
    expect(text).toContain("\r\nHamburg,412300,380000,32300,0.085");
    expect(text).toContain('\r\n"\'=SUM(A1)",');
  });

  it("says in its name that rows were cut", async () => {
    const { id } = await asked("Every item");
    const response = await fetch(`${server.url}/api/answers/${id}/rows.csv`);
    expect(response.headers.get("content-disposition")).toContain(`${id}-first-240-rows.csv`);
  });
});

describe("protection", () => {
  it.each(["/", "/console.js", "/api/suggestions", "/api/nothing"])(
    "sends strict headers with %s",
    async (path) => {
      const { headers } = await fetch(server.url + path);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain("unsafe");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("access-control-allow-origin")).toBeNull();
    },
  );

  it.each(["attacker.example", `attacker.example:1`, "127.0.0.1.attacker.example", "a b"])(
    "answers nothing for the host %j",
    async (host) => {
      expect(await statusFor("/api/suggestions", { host })).toBeGreaterThanOrEqual(400);
      expect(await statusFor("/", { host })).toBeGreaterThanOrEqual(400);
    },
  );

  it("answers for loopback names with any port", async () => {
    expect(await statusFor("/api/suggestions", { host: "localhost:9" })).toBe(200);
    expect(await statusFor("/api/suggestions", { host: `127.0.0.1:${server.port}` })).toBe(200);
  });

  it.each<[string, Record<string, string>]>([
    ["another origin", { origin: "https://attacker.example" }],
    ["another port of this machine", { origin: "http://127.0.0.1:1" }],
    ["a page without origin", { origin: "null" }],
    ["a request that the browser calls cross-site", { "sec-fetch-site": "cross-site" }],
    ["a request of a sibling site", { "sec-fetch-site": "same-site" }],
  ])("refuses questions and votes from %s", async (_, headers) => {
    const before = conversation.asked.length;
    expect((await post("/api/ask", { question: "Sales" }, headers)).status).toBe(403);
    expect((await post("/api/feedback", { answer: "ans_1", vote: "up" }, headers)).status).toBe(403);
    expect(conversation.asked).toHaveLength(before);
  });

  it("takes questions from its own page", async () => {
    const headers = { origin: server.url, "sec-fetch-site": "same-origin" };
    expect((await post("/api/ask", { question: "Sales" }, headers)).status).toBe(200);
  });

  it("serves the console and nothing beside it", async () => {
    const page = await fetch(`${server.url}/`);
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain("<title>Assay</title>");
    expect(html).not.toMatch(/<script(?![^>]*src=)|\sstyle=|\son\w+=|https?:/);
    expect(await statusFor("/../package.json", {})).toBe(404);
    expect(await statusFor("/..%2fpackage.json", {})).toBeGreaterThanOrEqual(400);
  });
});

describe("behind a proxy that signs people in", () => {
  it("takes the person from the header, keeps people apart, and refuses nobody's requests", async () => {
    const signed = await listenOnLoopback(conversation, { userHeader: "x-signed-in" });
    const ask = (user: string | null) =>
      fetch(`${signed.url}/api/ask`, {
        method: "POST",
        headers: { "content-type": "application/json", ...(user === null ? {} : { "x-signed-in": user }) },
        body: JSON.stringify({ question: "Takings by shop", thread: "same" }),
      });
    try {
      const answer = await jsonOf<AnswerView>(await ask("kim@example.com"));
      expect(conversation.asked.at(-1)?.user).toEqual({
        id: "kim@example.com",
        name: null,
        email: "kim@example.com",
      });
      expect(answer.thread).toBe("same");
      const rows = (user: string) =>
        fetch(`${signed.url}/api/answers/${answer.id}/rows.csv`, { headers: { "x-signed-in": user } });
      expect((await rows("kim@example.com")).status).toBe(200);
      expect((await rows("ana@example.com")).status).toBe(404);
      expect((await ask(null)).status).toBe(401);
    } finally {
      await signed.close();
    }
  });
});

async function asked(question: string, fields: object = {}): Promise<AnswerView> {
  const response = await post("/api/ask", { question, ...fields });
  expect(response.status).toBe(200);
  return jsonOf<AnswerView>(response);
}

async function jsonOf<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

function post(path: string, body: object, headers: Record<string, string> = {}, signal?: AbortSignal) {
  return fetch(server.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** `fetch` sets its own Host, so this goes below it. */
function statusFor(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ port: server.port, host: "127.0.0.1", path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject);
    sent.end();
  });
}

function eventsOf(text: string) {
  return text
    .split("\n\n")
    .filter((part) => part.startsWith("event: "))
    .map((part) => {
      const [event = "", data = "{}"] = part.split("\n").map((line) => line.slice(line.indexOf(": ") + 2));
      return { event, data: JSON.parse(data) };
    });
}
