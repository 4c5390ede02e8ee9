import { sendFeedback } from "./api.js";
import { button, h } from "./dom.js";

const KINDS = {
  number: "The number",
  filter: "A filter",
  period: "The period",
  measure: "The measure",
  other: "Something else",
};

/** Thumbs in words, and what should have been; a press again takes the vote back. */
export function feedbackRow(answer, given) {
  if (answer.id === null) return null;
  let vote = given;
  const said = h("span", { class: "muted", role: "status" });
  const form = h("div");
  const up = button("Right", () => cast("up"), { "aria-pressed": String(vote === "up") });
  const down = button("Wrong", () => cast("down"), { "aria-pressed": String(vote === "down") });

  async function cast(choice) {
    vote = vote === choice ? null : choice;
    up.setAttribute("aria-pressed", String(vote === "up"));
    down.setAttribute("aria-pressed", String(vote === "down"));
    const kept = await sendFeedback({ answer: answer.id, vote });
    said.textContent = kept ? (vote === null ? "Taken back." : "Thank you.") : "Not recorded. Try again.";
    form.replaceChildren(...(vote === "down" && kept ? [correction(answer, said, form)] : []));
  }
  return h(
    "div",
    {},
    h("div", { class: "row" }, h("span", { class: "muted" }, "Is this right?"), up, down, said),
    form,
  );
}

function correction(answer, said, place) {
  const comment = h("textarea", { rows: "2", maxlength: "2000", id: `comment-${answer.id}` });
  const choices = Object.entries(KINDS).map(([value, words]) =>
    h("label", {}, h("input", { type: "radio", name: `kind-${answer.id}`, value }), ` ${words}`),
  );
  const send = button("Send", async () => {
    const kind = place.querySelector("input:checked")?.value ?? "other";
    const kept = await sendFeedback({
      answer: answer.id,
      vote: "down",
      kind,
      comment: comment.value.trim() || null,
    });
    said.textContent = kept ? "Thank you: your correction was recorded." : "Not recorded. Try again.";
    if (kept) place.replaceChildren();
  });
  return h(
    "div",
    { class: "correction" },
    h("fieldset", {}, h("legend", {}, "What is wrong?"), choices),
    h("label", { for: `comment-${answer.id}` }, "What should it have been?"),
    comment,
    h("div", { class: "row" }, send),
  );
}
