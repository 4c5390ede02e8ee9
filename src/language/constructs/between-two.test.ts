import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("the difference between the two", () => {
  it.each(["% diff between the two", "difference between the two", "change between them"])(
    "compares the later of two periods with the earlier one: %s",
    (question) => {
      expect(reads(`revenue in 2022 and 2023 > ${question}`)).toBe(
        "Rental Income; 2023-01-01..2024-01-01; vs 2022-01-01..2023-01-01",
      );
    },
  );

  it("keeps the comparison that is there", () => {
    expect(reads("revenue this year vs last year > % diff between the two")).toBe(
      "Rental Income; 2024-01-01..2024-05-15; vs 2023-01-01..2023-05-15",
    );
  });

  it("asks where two periods do not stand there", () => {
    expect(reads("revenue in 2023 > difference between the two")).toBe("ask: ");
  });
});
