import { answerCard, spoken } from "./answer.js";
import { ask, loadSuggestions, loadThread } from "./api.js";
import { button, byId, h, icon } from "./dom.js";
import { progress } from "./progress.js";
import { currentThread, forgetThread, knownThreads, newThreadId, rememberThread } from "./threads.js";

const turns = byId("turns");
const question = byId("question");
const send = byId("send");
/** For a workspace that names no questions to start with. */
const ALWAYS_ANSWERED = "What can I ask?";
let thread = null;
let running = null;

byId("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = question.value.trim();
  if (text === "" || running !== null) return;
  question.value = "";
  grow();
  void submit(text, null);
});
question.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  byId("ask").requestSubmit();
});
question.addEventListener("input", grow);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") showSidebar(false);
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    question.focus();
  }
});
for (const id of ["new", "new-top"]) byId(id).addEventListener("click", () => void begin());
byId("menu").addEventListener("click", () => showSidebar(!document.body.classList.contains("with-sidebar")));
byId("theme").addEventListener("click", toggleTheme);
byId("workspace").addEventListener("change", () => void begin());
document.addEventListener("themechange", showTheme);
window.addEventListener("hashchange", () => {
  const named = currentThread();
  if (named !== null && named !== thread) void open(named);
});

showTheme();
const named = currentThread();
if (named === null) {
  await begin();
} else {
  await showSuggestions();
  await open(named);
}

/** Asks in the open thread and shows what comes. `about`: the answer whose button was pressed. */
async function submit(text, about) {
  if (running !== null) return;
  const stopper = new AbortController();
  const here = thread;
  running = stopper;
  send.disabled = true;
  byId("welcome").hidden = true;
  const steps = progress(() => stopper.abort());
  const place = turn(text, steps.element);
  turns.append(place);
  place.scrollIntoView({ block: "start", behavior: motion() });
  history.replaceState(null, "", `#${here}`);
  rememberThread(here, text);
  showThreads();
  const asked = { question: text, thread: here, workspace: chosenWorkspace(), about };
  const answer = await ask(asked, (stage) => announce(steps.show(stage)), stopper.signal);
  steps.element.replaceWith(answer === null ? stopped(text) : answerCard(answer, { onAsk: submit }));
  announce(answer === null ? "Stopped." : spoken(answer));
  if (running !== stopper) return;
  running = null;
  send.disabled = false;
  place.scrollIntoView({ block: "start", behavior: motion() });
  question.focus({ preventScroll: true });
}

async function begin() {
  show(newThreadId(), []);
  history.replaceState(null, "", location.pathname);
  question.focus({ preventScroll: true });
  await showSuggestions();
}

async function open(id) {
  const kept = await loadThread(id);
  show(id, kept?.turns ?? []);
  useWorkspace(kept?.turns.at(-1)?.answer.workspace);
  history.replaceState(null, "", `#${id}`);
  turns.lastElementChild?.scrollIntoView({ block: "start" });
}

function show(id, kept) {
  running?.abort();
  running = null;
  send.disabled = false;
  thread = id;
  announce("");
  showSidebar(false);
  turns.replaceChildren(
    ...kept.map(({ question: text, answer, vote }) =>
      turn(text, answerCard(answer, { vote, onAsk: submit })),
    ),
  );
  byId("welcome").hidden = kept.length > 0;
  showThreads();
}

function turn(text, content) {
  return h("section", { class: "turn" }, h("h3", { class: "asked" }, text), content);
}

function stopped(text) {
  return h(
    "article",
    { class: "answer" },
    h("p", { class: "said" }, "Stopped."),
    h(
      "div",
      { class: "row" },
      button("Ask again", () => void submit(text, null), { class: "outline" }),
    ),
  );
}

function showThreads() {
  const known = knownThreads();
  byId("no-threads").hidden = known.length > 0;
  byId("thread-list").replaceChildren(
    ...known.map(({ id, title }) =>
      h(
        "li",
        { class: id === thread ? "open" : null },
        button(title, () => void open(id), {
          class: "quiet name",
          "aria-current": id === thread ? "true" : null,
        }),
        button(icon("close"), () => drop(id), {
          class: "quiet drop",
          "aria-label": `Remove “${title}” from the list`,
        }),
      ),
    ),
  );
}

function drop(id) {
  forgetThread(id);
  if (id === thread) void begin();
  else showThreads();
}

async function showSuggestions() {
  const asked = chosenWorkspace();
  const { suggestions, workspaces } = await loadSuggestions(asked);
  if (asked !== null && asked !== chosenWorkspace()) return;
  if (byId("workspace").options.length === 0) {
    byId("workspace").replaceChildren(...workspaces.map((name) => h("option", { value: name }, name)));
    byId("workspace-choice").hidden = workspaces.length < 2;
  }
  const offered = suggestions.length === 0 ? [ALWAYS_ANSWERED] : suggestions.slice(0, 6);
  byId("suggestions").replaceChildren(
    ...offered.map((text) =>
      h(
        "li",
        {},
        button(text, () => void submit(text, null)),
      ),
    ),
  );
}

/** A thread goes on in the workspace that it was answered from, also after a reload. */
function useWorkspace(name) {
  const choice = byId("workspace");
  if ([...choice.options].some(({ value }) => value === name)) choice.value = name;
}

/** Null leaves the choice to the server. */
function chosenWorkspace() {
  return byId("workspace").options.length < 2 ? null : byId("workspace").value;
}

function motion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}

function announce(text) {
  byId("announce").textContent = text;
}

function grow() {
  question.rows = Math.min(6, question.value.split("\n").length);
}

function showSidebar(wanted) {
  document.body.classList.toggle("with-sidebar", wanted);
  byId("menu").setAttribute("aria-expanded", String(wanted));
}

function toggleTheme() {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  try {
    localStorage.setItem("assay-theme", theme);
  } catch {
    // The choice then lasts as long as the page.
  }
  document.documentElement.dataset.theme = theme;
  document.dispatchEvent(new Event("themechange"));
}

function showTheme() {
  byId("theme").setAttribute("aria-pressed", String(document.documentElement.dataset.theme === "dark"));
}
