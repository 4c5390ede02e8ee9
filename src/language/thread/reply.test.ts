import { describe, expect, it } from "vitest";
import { EMPTY_THREAD } from "../../contracts/reading.js";
import { readQuestion } from "../reader.js";
import { BIKES, lexiconOf } from "../testing/fixtures.js";
import { summaryOf } from "../testing/summary.js";

describe("a reply to a question with one option", () => {
  const asked = readQuestion("rides in dock", lexiconOf(BIKES), { asOf: BIKES.asOf, thread: EMPTY_THREAD });
  const options = asked.kind === "clarification" ? asked.options.slice(0, 1) : [];
  const open = { question: "Which dock?", original: "rides in dock", options };

  it.each(["yes", "Yes please", "right"])("takes it by %s", (reply) => {
    expect(options).toHaveLength(1);
    const thread = { ...EMPTY_THREAD, open };
    const result = readQuestion(reply, lexiconOf(BIKES), { asOf: BIKES.asOf, thread });
    expect(summaryOf(result)).toMatch(/^Rides; (Start|End) Station=North Dock$/);
  });
});
