import { sendFeedback } from "./api.js";
import { button, h, icon } from "./dom.js";

const KINDS = {
  number: "The number is wrong",
  filter: "A filter is wrong",
  period: "The period is wrong",
  measure: "It is the wrong measure",
  other: "Something else",
};

/** Thumbs, and what should have been; a second press takes the vote back. */
export function feedbackRow(answer, given) {
  let vote = given;
  const said = h("span", { class: "muted", role: "status" });
  const place = h("div");
  const up = button([icon("up"), h("span", {}, "Right")], () => cast("up"), { class: "thumb" });
  const down = button([icon("down"), h("span", {}, "Wrong")], () => cast("down"), { class: "thumb" });
  show();
  return h("div", { class: "feedback" }, h("div", { class: "row" }, up, down, said), place);

  async function cast(choice) {
    const wanted = vote === choice ? null : choice;
    const { recorded, reason } = await sendFeedback({ answer: answer.id, vote: wanted });
    if (!recorded) {
      said.textContent = reason ?? "That was not recorded. Try again.";
      return;
    }
    vote = wanted;
    show();
    said.textContent = wanted === "up" ? "Thank you." : wanted === null ? "Taken back." : "";
    place.replaceChildren();
    if (wanted === "down") {
      place.append(correction());
      place.querySelector("input")?.focus();
    }
  }

  function show() {
    up.setAttribute("aria-pressed", String(vote === "up"));
    down.setAttribute("aria-pressed", String(vote === "down"));
  }

  function correction() {
    const comment = h("textarea", { id: `comment-${answer.id}`, rows: "2", maxlength: "2000" });
    const form = h(
      "form",
      { class: "correction", onsubmit: send },
      h(
        "fieldset",
        {},
        h("legend", {}, "What is wrong?"),
        Object.entries(KINDS).map(([value, words]) =>
          h("label", {}, h("input", { type: "radio", name: "kind", value, required: true }), words),
        ),
      ),
      h("label", { for: `comment-${answer.id}` }, "What should it have been?"),
      comment,
      h(
        "div",
        { class: "row" },
        h("button", { type: "submit", class: "main" }, "Send"),
        button("Close", () => place.replaceChildren(), { class: "quiet" }),
      ),
    );
    return form;

    async function send(event) {
      event.preventDefault();
      const kind = form.querySelector("input:checked")?.value ?? "other";
      const sent = { answer: answer.id, vote: "down", kind, comment: comment.value.trim() || null };
      const { recorded, reason } = await sendFeedback(sent);
      if (recorded) place.replaceChildren();
      said.textContent = recorded
        ? "Thank you. Your correction goes to the people who look after the data."
        : (reason ?? "That was not recorded. Try again.");
    }
  }
}
