import { describe, expect, it } from "vitest";
import { EMPTY_THREAD } from "../../contracts/reading.js";
import { buildLexicon } from "../lexicon.js";
import { readQuestion } from "../reader.js";
import { BIKES } from "../testing/fixtures.js";
import { reads } from "../testing/reads.js";
import { summaryOf } from "../testing/summary.js";
import { lexiconInput } from "../testing/workspace-maker.js";

describe("the end of a period", () => {
  it("asks where a sum is meant, for its last day is another number", () => {
    expect(reads("rides at the end of 2023")).toBe("ask: ");
  });

  it("is the period itself for a level that is read at its last day", () => {
    const input = lexiconInput(BIKES);
    const window = [{ order: "Start Day", range: "current", semiadditive: "last" as const, offset: null }];
    const views = input.workspace.views.map((view) => ({
      ...view,
      measures: view.measures.map((measure) =>
        measure.name === "Riders" ? { ...measure, window } : measure,
      ),
    }));
    const lexicon = buildLexicon({ ...input, workspace: { ...input.workspace, views } });
    const read = (text: string) =>
      summaryOf(readQuestion(text, lexicon, { asOf: BIKES.asOf, thread: EMPTY_THREAD }));
    expect(read("riders at the end of 2023")).toBe("Riders; 2023-01-01..2024-01-01");
    expect(read("riders at the close of March 2024")).toBe("Riders; 2024-03-01..2024-04-01");
  });
});
