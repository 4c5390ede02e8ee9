const UNREACHABLE = {
  code: "unreachable",
  message: "The server can't be reached.",
  remedy: "Check that it runs, then ask again.",
};

/** Asks, and tells the stages on the way. Gives an answer; faults come back as a failed one, a stopped question as null. */
export async function ask({ question, thread, workspace, about }, onStage, signal) {
  try {
    const response = await fetch("/api/ask", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify({ question, thread, workspace, about }),
      signal,
    });
    if (!response.ok) return failed(question, (await response.json()).error);
    for await (const { event, data } of events(response.body)) {
      if (event === "stage") onStage(data.stage);
      if (event === "answer") return data;
      if (event === "error") return failed(question, data);
    }
    return failed(question, UNREACHABLE);
  } catch {
    return signal.aborted ? null : failed(question, UNREACHABLE);
  }
}

/** Whether the vote was kept; otherwise why not. */
export async function sendFeedback(feedback) {
  try {
    const response = await fetch("/api/feedback", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(feedback),
    });
    const body = await response.json();
    return { recorded: response.ok, reason: body.reason ?? body.error?.message ?? null };
  } catch {
    return { recorded: false, reason: UNREACHABLE.message };
  }
}

/** A thread with its turns; null where the server has none of that id or can't be reached. */
export async function loadThread(id) {
  return getJson(`/api/threads/${encodeURIComponent(id)}`);
}

/** Questions to start with, in the named workspace or (null) the server's first, and the names of all workspaces. */
export async function loadSuggestions(workspace) {
  const query = workspace === null ? "" : `?workspace=${encodeURIComponent(workspace)}`;
  return (await getJson(`/api/suggestions${query}`)) ?? { suggestions: [], workspaces: [] };
}

export function rowsAddress(answer) {
  return `/api/answers/${encodeURIComponent(answer.id)}/rows.csv`;
}

export function chartAddress(answer, theme, width) {
  return `/api/answers/${encodeURIComponent(answer.id)}/chart.svg?theme=${theme}&width=${width}`;
}

async function getJson(path) {
  try {
    const response = await fetch(path);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const parts = rest.split("\n\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const event = /^event: (.*)$/m.exec(part)?.[1];
      const data = /^data: (.*)$/m.exec(part)?.[1];
      if (event && data) yield { event, data: JSON.parse(data) };
    }
  }
}

function failed(question, error) {
  return {
    id: null,
    question,
    status: "failed",
    error: error ?? UNREACHABLE,
    columns: [],
    rows: [],
    followUps: [],
    uncertainty: [],
    interpretation: [],
    checks: [],
    citations: [],
  };
}
