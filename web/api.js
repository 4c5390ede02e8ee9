const FAULT = {
  code: "unreachable",
  message: "The server cannot be reached.",
  remedy: "Check that it runs, then ask again.",
};

/** Asks and tells the stages on the way. Resolves to an answer; faults of the server come back as a failed one. */
export async function ask({ question, thread, about }, onStage) {
  try {
    const response = await fetch("/api/ask", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify({ question, thread, about }),
    });
    if (!response.ok) return failed(question, (await response.json()).error);
    for await (const { event, data } of events(response.body)) {
      if (event === "stage") onStage(data.stage);
      if (event === "answer") return data;
      if (event === "error") return failed(question, data);
    }
    return failed(question, FAULT);
  } catch {
    return failed(question, FAULT);
  }
}

export async function sendFeedback(feedback) {
  try {
    const response = await fetch("/api/feedback", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(feedback),
    });
    return response.ok;
  } catch {
    return false;
  }
}

export async function loadThread(id) {
  return getJson(`/api/threads/${encodeURIComponent(id)}`);
}

export async function loadSuggestions() {
  return (await getJson("/api/suggestions")) ?? { suggestions: [], workspaces: [] };
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
    error: error ?? FAULT,
    columns: [],
    rows: [],
    followUps: [],
    uncertainty: [],
    interpretation: [],
    checks: [],
    citations: [],
  };
}
