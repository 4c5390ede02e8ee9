import { button, h } from "./dom.js";
import { feedbackRow } from "./feedback.js";
import { answerTable } from "./table.js";

/** An answer as a card. `onAsk(question, about)` asks on: follow-ups and options. */
export function answerCard(answer, { vote = null, onAsk }) {
  const parts = { answered, clarification, refused: declined, failed: declined }[answer.status](
    answer,
    vote,
    onAsk,
  );
  return h("article", { class: `answer ${answer.status}`, "aria-label": "Answer" }, parts);
}

function answered(answer, vote, onAsk) {
  return [
    h("p", { class: "headline" }, answer.headline),
    answer.narrative && answer.narrative !== answer.headline
      ? h("p", { class: "narrative" }, answer.narrative)
      : null,
    ...answer.uncertainty.map((note) => h("p", { class: "note" }, note)),
    chart(answer),
    answerTable(answer),
    actions(answer),
    computed(answer),
    asks(answer, onAsk),
    feedbackRow(answer, vote),
  ];
}

function clarification(answer, _vote, onAsk) {
  const { question, options } = answer.clarification;
  const buttons = options.map(({ label, preview }) =>
    button(preview ? `${label} · ${preview}` : label, () => onAsk(label, answer.id)),
  );
  return [
    h("p", { class: "headline" }, question),
    h("div", { class: "row" }, buttons),
    h("p", { class: "muted" }, "Choose one, or answer in your own words."),
  ];
}

function declined(answer, _vote, onAsk) {
  const { error, refusal } = answer;
  return [
    h("p", { class: "headline" }, error ? error.message : (refusal?.message ?? answer.headline)),
    error ? h("p", {}, error.remedy) : null,
    asks(answer, onAsk),
  ];
}

function chart(answer) {
  if (answer.rows.length < 2) return null;
  const width = Math.min(700, Math.max(280, document.documentElement.clientWidth - 70));
  const chosen = document.documentElement.dataset.theme;
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const image = h("img", {
    class: "chart",
    alt: `Chart: ${answer.headline}`,
    src: `/api/answers/${encodeURIComponent(answer.id)}/chart.svg?theme=${dark ? "dark" : "light"}&width=${width}`,
  });
  image.addEventListener("error", () => image.remove());
  return image;
}

function actions(answer) {
  if (answer.rows.length === 0) return null;
  const link = h(
    "a",
    { href: `/api/answers/${encodeURIComponent(answer.id)}/rows.csv`, download: "" },
    "Download CSV",
  );
  return h(
    "div",
    { class: "row" },
    link,
    answer.truncated ? h("span", { class: "muted" }, "The rows were cut at the limit.") : null,
  );
}

function computed(answer) {
  const facts = answer.interpretation.map(({ words, as }) => [words, as]);
  facts.push(["Confidence", sureness(answer.confidence)]);
  if (answer.freshness?.newest)
    facts.push([
      "Newest data",
      `${answer.freshness.newest}${answer.freshness.stale ? ", later than agreed" : ""}`,
    ]);
  for (const { name, passed, detail } of answer.checks)
    facts.push([passed ? "Check passed" : "Check failed", detail ? `${name}: ${detail}` : name]);
  for (const { title } of answer.citations ?? []) facts.push(["Source", title]);
  facts.push([
    "Time",
    `${Math.round(answer.timings.totalMs)} ms, of it ${Math.round(answer.timings.databaseMs)} ms in the database`,
  ]);
  return h(
    "details",
    {},
    h("summary", {}, "How this was computed"),
    h(
      "dl",
      {},
      facts.map(([term, meaning]) => [h("dt", {}, term), h("dd", {}, meaning)]),
    ),
    answer.sql ? sqlBlock(answer) : null,
  );
}

function sqlBlock({ sql, parameters }) {
  const copy = button("Copy SQL", async () => {
    await navigator.clipboard.writeText(sql);
    copy.textContent = "Copied";
  });
  const bound = Object.entries(parameters ?? {}).map(
    ([name, value]) => `:${name} = ${typeof value === "object" && value ? value.value : value}`,
  );
  return h(
    "div",
    {},
    h("pre", { tabindex: "0", role: "region", "aria-label": "SQL" }, [sql, ...bound].join("\n")),
    copy,
  );
}

function asks(answer, onAsk) {
  if (!answer.followUps?.length) return null;
  return h(
    "ul",
    { class: "chips", "aria-label": "Ask next" },
    answer.followUps.map((question) =>
      h(
        "li",
        {},
        button(question, () => onAsk(question, null)),
      ),
    ),
  );
}

/** Confidence in words, with its number. */
function sureness(confidence) {
  if (confidence === null) return "not computed";
  const words = confidence >= 0.9 ? "very sure" : confidence >= 0.8 ? "sure" : "less sure: check the notes";
  return `${words} (${Math.round(confidence * 100)}%)`;
}
