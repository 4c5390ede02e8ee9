import { answerCard } from "./answer.js";
import { ask, loadSuggestions, loadThread } from "./api.js";
import { button, byId, h } from "./dom.js";
import { currentThread, knownThreads, newThreadId, rememberThread } from "./threads.js";

const STAGES = {
  reading: "Reading the question",
  checking: "Checking the query",
  querying: "Asking the warehouse",
  answering: "Writing the answer",
};

const turns = byId("turns");
const question = byId("question");
let thread = currentThread() ?? newThreadId();
let busy = false;

byId("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = question.value.trim();
  if (text === "" || busy) return;
  question.value = "";
  submit(text, null);
});
question.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    byId("ask").requestSubmit();
  }
});
question.addEventListener("input", () => {
  question.rows = Math.min(5, question.value.split("\n").length);
});
byId("new").addEventListener("click", () => open(newThreadId()));
byId("theme").addEventListener("click", () => setTheme(isDark() ? "light" : "dark"));
byId("menu").addEventListener("click", () => toggleMenu());
window.addEventListener("hashchange", () => {
  const named = currentThread();
  if (named !== null && named !== thread) open(named);
});

showTheme();
await Promise.all([showSuggestions(), open(thread)]);

async function submit(text, about) {
  if (busy) return;
  busy = true;
  byId("send").disabled = true;
  byId("welcome").hidden = true;
  const progress = h("p", { class: "progress", role: "status" }, "Reading the question");
  const place = h("section", { class: "turn" }, h("p", { class: "asked" }, text), progress);
  turns.append(place);
  place.scrollIntoView({ block: "end" });
  history.replaceState(null, "", `#${thread}`);
  const answer = await ask({ question: text, thread, about }, (stage) => {
    progress.textContent = STAGES[stage] ?? "Working";
  });
  progress.replaceWith(answerCard(answer, { onAsk: submit }));
  rememberThread(thread, text);
  showThreads();
  busy = false;
  byId("send").disabled = false;
  place.scrollIntoView({ block: "start" });
  question.focus();
}

async function open(id) {
  thread = id;
  toggleMenu(false);
  turns.replaceChildren();
  const kept =
    knownThreads().some((one) => one.id === id) || currentThread() === id ? await loadThread(id) : null;
  for (const turn of kept?.turns ?? []) {
    turns.append(
      h(
        "section",
        { class: "turn" },
        h("p", { class: "asked" }, turn.question),
        answerCard(turn.answer, { vote: turn.vote, onAsk: submit }),
      ),
    );
  }
  byId("welcome").hidden = (kept?.turns ?? []).length > 0;
  if (kept !== null) history.replaceState(null, "", `#${id}`);
  else if (location.hash !== "") history.replaceState(null, "", location.pathname);
  showThreads();
}

function showThreads() {
  byId("thread-list").replaceChildren(
    ...knownThreads().map(({ id, title }) =>
      h(
        "li",
        {},
        button(title, () => open(id), { class: "quiet", "aria-current": id === thread ? "true" : null }),
      ),
    ),
  );
}

async function showSuggestions() {
  const { suggestions, workspaces } = await loadSuggestions();
  byId("workspace").textContent = workspaces[0] ?? "";
  byId("suggestions").replaceChildren(
    ...suggestions.slice(0, 6).map((text) =>
      h(
        "li",
        {},
        button(text, () => submit(text, null)),
      ),
    ),
  );
}

function toggleMenu(wanted) {
  const shown = byId("threads").classList.toggle("open", wanted);
  byId("menu").setAttribute("aria-expanded", String(shown));
}

function isDark() {
  return document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  localStorage.setItem("assay-theme", theme);
  showTheme();
  for (const chart of document.querySelectorAll("img.chart"))
    chart.src = chart.src.replace(/theme=\w+/, `theme=${theme}`);
}

function showTheme() {
  byId("theme").textContent = isDark() ? "Light" : "Dark";
}
