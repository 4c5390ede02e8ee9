import { describe, expect, it } from "vitest";
import type { OutputColumn } from "../../../contracts/result.js";
import { type TextFacts, textFaults } from "./check-text.js";

const measure = (name: string, of: OutputColumn["of"], unit: string | null): OutputColumn => ({
  name,
  type: "number",
  role: "measure",
  unit,
  of,
  decimals: null,
});

const FACTS: TextFacts = {
  columns: [
    {
      name: "Store",
      type: "string",
      role: "dimension",
      unit: null,
      of: { kind: "group", index: 0 },
      decimals: null,
    },
    measure("Turnover", { kind: "select", index: 0 }, "EUR"),
    measure("Turnover (previous)", { kind: "previous", index: 0 }, "EUR"),
    measure("Turnover change", { kind: "change", index: 0 }, "EUR"),
    measure("Turnover change %", { kind: "change_ratio", index: 0 }, "ratio"),
  ],
  rows: [
    ["Dock 7", 12000, 10000, 2000, 0.2],
    ["Gate", 9000, 9500, -500, -0.0526],
    ["Hill", 4000, 4000, 0, 0],
  ],
  proved: "Turnover was €25,000 in March 2024, up €1,500 from February 2024.",
  names: ["Store", "Turnover", "March 2024", "February 2024"],
};

const faults = (text: string, language = "en") => textFaults(text, FACTS, language);

describe("a written text", () => {
  it.each([
    ["Turnover was €25,000 in March 2024, up €1,500."],
    ["Dock 7 rose by €2,000 to €12,000, or 20.0%."],
    ["Gate fell by €500 (5.3%) to €9,000. Hill stayed at €4,000."],
    ["Dock 7 was the largest with €12,000, and Hill the smallest with €4,000."],
    ["Across 2 months nothing else stands out.".replace("2 months", "the months")],
  ])("passes where all of it stands in the facts: %s", (text) => {
    expect(faults(text)).toEqual([]);
  });

  it.each([
    ["a changed digit", "Dock 7 rose by €2,100."],
    ["a number computed by the writer", "Dock 7 and Gate together made €21,000."],
    ["another rounding", "Turnover was €25k in March 2024."],
    ["another unit", "Dock 7 rose by 2,000% to €12,000."],
    ["no unit", "Dock 7 rose by 2,000."],
    ["another member's number", "Gate made €12,000."],
    ["numbers that were swapped", "Dock 7 made €9,000, and Gate €12,000."],
    ["directions that were swapped", "Dock 7 fell by €2,000 and Gate rose by €500."],
    ["extremes that were swapped", "Hill was the largest with €4,000, and Dock 7 the smallest with €12,000."],
    ["a claim about two at once", "Dock 7/Gate made €12,000."],
    ["the wrong direction", "Dock 7 fell by €2,000."],
    ["a direction of the whole that it did not take", "Turnover fell by €1,500."],
    ["a rise where nothing changed", "Hill rose to €4,000."],
    ["the wrong extreme", "Gate was the largest with €9,000."],
    ["an extreme without a member", "This is the best result."],
    ["another month", "Turnover was €25,000 in April 2024."],
    ["another year", "Turnover was €25,000 in 2023."],
    ["another quarter", "Turnover was €25,000 in Q2."],
    ["a cause", "Dock 7 rose by €2,000 because of the weather."],
    ["a link", "Turnover was €25,000, see https://example.com."],
  ])("fails for %s", (_, text) => {
    expect(faults(text)).not.toEqual([]);
  });

  it.each([
    ["de", "Der Umsatz stieg um €1,500 auf €25,000.", "Der Umsatz sank um €1,500 auf €25,000."],
    ["de", "Gate fiel um €500.", "Gate stieg um €500."],
    ["de", "Dock 7 hatte mit €12,000 den höchsten Wert.", "Gate hatte mit €9,000 den höchsten Wert."],
    ["de", "Im März 2024 waren es €25,000.", "Im Mai 2024 waren es €25,000."],
    ["fr", "Gate a baissé de €500.", "Gate a augmenté de €500."],
    ["es", "Dock 7 subió €2,000.", "Dock 7 bajó €2,000."],
    ["it", "Gate è scesa di €500.", "Gate è aumentata di €500."],
    ["nl", "Dock 7 steeg met €2,000.", "Dock 7 daalde met €2,000."],
    ["pt", "Gate caiu €500.", "Gate subiu €500."],
  ])("is held to the rows in %s too: %s", (language, right, wrong) => {
    expect(faults(right, language)).toEqual([]);
    expect(faults(wrong, language)).not.toEqual([]);
  });

  it("does not pass in a language whose claims cannot be told", () => {
    expect(faults("25,000", "fi")).not.toEqual([]);
  });
});
