import { describe, expect, it } from "vitest";
import { notesIn, reads } from "../testing/reads.js";

describe("leaving out what the turn before shows", () => {
  it.each([
    ["revenue by district and bike type > drop district", "Rental Income; by Bike Type"],
    ["revenue by district and bike type > leave out bike type", "Rental Income; by District"],
    ["revenue by district and bike type > drop bike type and district", "Rental Income"],
    ["revenue by district and month > ok, remove the month", "Rental Income; by District"],
    ["revenue and profit by district > drop profit", "Rental Income; by District"],
    ["revenue and profit by district > remove the revenue", "Net Profit; by District"],
    ["revenue and profit by district > without profit", "Rental Income; by District"],
    ["revenue and profit by district > take profit out", "Rental Income; by District"],
    ["revenue by district > take riverside out", "Rental Income; by District; District!=Riverside"],
    ["revenue in 2022 and 2023 > drop 2022", "Rental Income; 2023-01-01..2024-01-01"],
    [
      "revenue by district this year vs last year > drop the comparison",
      "Rental Income; by District; 2024-01-01..2024-05-15",
    ],
  ])("%s", (conversation, expected) => {
    expect(reads(conversation)).toBe(expected);
  });

  it("keeps a ranking that does not rest on what goes, and asks where it does", () => {
    expect(reads("top 3 districts by revenue with profit > drop profit")).toBe(
      "Rental Income; by District; top 3",
    );
    expect(reads("top 3 districts by revenue with profit > drop revenue")).toBe("ask: ");
  });

  it("moves an order that names the place of what stays", () => {
    expect(reads("revenue and profit by district > sort by profit, lowest first > drop revenue")).toBe(
      "Net Profit; by District; order 0 asc",
    );
  });

  it("takes the filter away with its only value, and says so", () => {
    expect(reads("revenue for riverside > drop riverside")).toBe("Rental Income");
    expect(notesIn("revenue for riverside > drop riverside")[0]).toContain("all of District counts");
    expect(reads("revenue for riverside and westend > drop riverside")).toBe(
      "Rental Income; District=Westend",
    );
  });

  it("never reads an order as a fall, but asks where nothing like it is shown", () => {
    expect(reads("revenue by bike type in 2023 > drop district")).toBe("ask: ");
    expect(reads("revenue by bike type > drop profit")).toBe("ask: ");
  });

  it("leaves a fall a fall", () => {
    expect(reads("revenue by district > did revenue drop in april")).toMatch(/vs 2024-03-01/);
    expect(reads("revenue last month > the drop by district")).toMatch(/by District.*vs 2024-03-01/);
  });
});
