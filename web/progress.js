import { button, h } from "./dom.js";

const STAGES = {
  reading: "Reading your question",
  checking: "Checking that it is allowed and affordable",
  querying: "Asking the database",
  answering: "Writing the answer",
};

/** Shows how far a question has come, with a way to stop it. */
export function progress(onStop) {
  const names = Object.keys(STAGES);
  const steps = names.map((name) => h("li", {}, STAGES[name]));
  const element = h(
    "div",
    { class: "progress" },
    h("ol", {}, steps),
    button("Stop", onStop, { class: "quiet" }),
  );
  const show = (stage) => {
    const at = Math.max(0, names.indexOf(stage));
    steps.forEach((step, i) => {
      step.className = i < at ? "done" : i === at ? "now" : "later";
      if (i === at) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    });
    return STAGES[names[at]];
  };
  show("reading");
  return { element, show };
}
