import { chartAddress, rowsAddress } from "./api.js";
import { button, h, icon } from "./dom.js";
import { assurance, evidence } from "./evidence.js";
import { feedbackRow } from "./feedback.js";
import { answerRows } from "./table.js";

const NARROW = 520;
const REFUSALS = {
  no_such_data: "Not in the data",
  not_allowed: "Not open to you",
  not_supported: "Beyond what I do",
  not_a_data_question: "Not about the data",
  unsafe: "I can't do that",
};

/** An answer as a card. `onAsk(question, about)` asks on: follow-ups and options. */
export function answerCard(answer, { vote = null, onAsk }) {
  return h(
    "article",
    { class: `answer ${answer.status}`, "aria-label": "Answer" },
    partsOf(answer, vote, onAsk),
  );
}

/** What is read out when an answer arrives. */
export function spoken(answer) {
  switch (answer.status) {
    case "clarification":
      return `${answer.clarification.question} ${answer.clarification.options.map(({ label }) => label).join(", ")}`;
    case "refused":
      return answer.refusal.message;
    case "failed":
      return `${answer.error.message} ${answer.error.remedy}`;
    default:
      return [answer.headline, ...answer.uncertainty].join(" ");
  }
}

function partsOf(answer, vote, onAsk) {
  switch (answer.status) {
    case "clarification":
      return clarification(answer, onAsk);
    case "refused":
      return [
        h("p", { class: "kicker" }, REFUSALS[answer.refusal.code] ?? "No answer"),
        h("p", { class: "said" }, answer.refusal.message),
        asks(answer, onAsk),
        answer.id ? feedbackRow(answer, vote) : null,
      ];
    case "failed":
      return [
        h("p", { class: "kicker" }, "That did not work"),
        h("p", { class: "said" }, answer.error.message),
        h("p", {}, answer.error.remedy),
        h(
          "div",
          { class: "row" },
          button("Ask again", () => onAsk(answer.question, null), { class: "outline" }),
        ),
      ];
    default:
      return answered(answer, vote, onAsk);
  }
}

function answered(answer, vote, onAsk) {
  if (isNotice(answer)) {
    return [h("p", { class: "said" }, answer.headline), narrative(answer), asks(answer, onAsk)];
  }
  return [
    h("p", { class: "headline" }, answer.headline),
    narrative(answer),
    notes(answer.uncertainty),
    chart(answer),
    answerRows(answer),
    h(
      "div",
      { class: "under" },
      assurance(answer),
      answer.rows.length > 0
        ? h("a", { class: "file", href: rowsAddress(answer), download: "" }, icon("file"), "CSV")
        : null,
    ),
    evidence(answer),
    asks(answer, onAsk),
    feedbackRow(answer, vote),
  ];
}

/** What answers a command ("start over"): nothing was computed, so there is nothing to account for or to rate. */
function isNotice({ path, rows, sql, citations, checks, interpretation }) {
  const proof = [rows, citations ?? [], checks].some((list) => list.length > 0);
  return path === "defined" && !sql && !proof && interpretation.length < 2;
}

function narrative({ narrative: words, headline }) {
  return words && words !== headline ? h("p", { class: "narrative" }, words) : null;
}

function notes(list) {
  if (list.length === 0) return null;
  return h(
    "div",
    { class: "notes", role: "note" },
    icon("note"),
    h(
      "div",
      {},
      h("strong", {}, "Worth knowing"),
      h(
        "ul",
        {},
        list.map((note) => h("li", {}, note)),
      ),
    ),
  );
}

function clarification(answer, onAsk) {
  const { question, options } = answer.clarification;
  const choices = options.map(({ label, preview }) =>
    h(
      "li",
      {},
      button(
        [h("span", { class: "label" }, label), preview ? h("span", { class: "preview" }, preview) : null],
        () => onAsk(label, answer.id),
        { class: "option" },
      ),
    ),
  );
  return [
    h("p", { class: "kicker" }, "One question back"),
    h("p", { class: "said" }, question),
    choices.length > 0 ? h("ul", { class: "options", "aria-label": "Choices" }, choices) : null,
    h(
      "p",
      { class: "muted" },
      choices.length > 0 ? "Choose one, or answer in your own words." : "Answer in your own words.",
    ),
  ];
}

function chart(answer) {
  if (!answer.chart) return null;
  const image = h("img", { alt: answer.chart.description });
  const draw = () => {
    const width = document.documentElement.clientWidth < NARROW ? 320 : 680;
    image.src = chartAddress(answer, document.documentElement.dataset.theme, width);
  };
  draw();
  const figure = h("figure", { class: "chart" }, image);
  document.addEventListener("themechange", () => image.isConnected && draw());
  image.addEventListener("error", () => {
    figure.replaceChildren(
      h("p", { class: "muted" }, "The chart could not be drawn; the table has the same numbers."),
    );
  });
  return figure;
}

function asks(answer, onAsk) {
  if (!answer.followUps?.length) return null;
  return h(
    "div",
    { class: "next" },
    h("p", { class: "kicker" }, "Ask next"),
    h(
      "ul",
      { class: "chips" },
      answer.followUps.map((question) =>
        h(
          "li",
          {},
          button(question, () => onAsk(question, null)),
        ),
      ),
    ),
  );
}
