import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entriesOf, sectionsOf } from "./document-sections.js";

describe("sections of a document", () => {
  it("stand under their own headings, what comes first under none", () => {
    expect(sectionsOf("Intro.\n\n# Returns\nWithin 30 days.\n## Refunds ##\nBy card.\n")).toEqual([
      { heading: null, text: "Intro." },
      { heading: "Returns", text: "Within 30 days." },
      { heading: "Refunds", text: "By card." },
    ]);
  });

  it("keep a number sign inside code, and leave out headings with nothing below", () => {
    expect(sectionsOf("# Empty\n# Code\n```\n# no heading\n```\n")).toEqual([
      { heading: "Code", text: "```\n# no heading\n```" },
    ]);
  });

  it("lose no line of text", () => {
    const line = fc.constantFrom("plain words", "# Heading", "", "- item", "  indented");
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const kept = sectionsOf(lines.join("\n")).flatMap(({ text }) => text.split("\n"));
        const wanted = lines.filter((text) => text !== "" && text !== "# Heading");
        expect(kept.map((text) => text.trim()).filter((text) => text !== "")).toEqual(
          wanted.map((text) => text.trim()),
        );
      }),
    );
  });
});

it("cuts a glossary at its terms, and keeps what is no term", () => {
  const body =
    "Our words.\n\n- Churn: customers who left\n  for good.\n- **Net sales**: after returns.\n- just an item\n# More\n* Cohort: of one month.";
  expect(entriesOf(body)).toEqual([
    { heading: null, text: "Our words.\n\n- just an item" },
    { heading: "Churn", text: "customers who left for good." },
    { heading: "Net sales", text: "after returns." },
    { heading: "Cohort", text: "of one month." },
  ]);
});
