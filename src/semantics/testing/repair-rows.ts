/** One line of a repair ticket; the grain of the fixture's fact table. */
export interface RepairLine {
  line_id: number;
  ticket_id: number;
  opened_on: string;
  /** UTC, "YYYY-MM-DD HH:MM:SS". */
  opened_at: string;
  shop_id: number;
  work: string | null;
  amount: number | null;
  hours: number;
  rider_id: number;
}

export const SHOPS = [
  { shop_id: 1, shop_name: "Dock", area_id: 10 },
  { shop_id: 2, shop_name: "Mill's Yard", area_id: 10 },
  { shop_id: 3, shop_name: "Quay", area_id: 20 },
  { shop_id: 4, shop_name: "Tower", area_id: null },
];
export const AREAS = [
  { area_id: 10, area_name: "North" },
  { area_id: 20, area_name: "South" },
];

const WORKS = ["Brake", "Chain", "Gears", "Wheel", null];

/** Lines from December 2022 to March 2024 (a leap year), with gaps, ties, nulls and tickets of several lines. */
export function repairLines(count = 400, seed = 7): RepairLine[] {
  const random = generator(seed);
  const lines: RepairLine[] = [];
  let ticket = 0;
  for (let line = 1; line <= count; line++) {
    if (line === 1 || random() < 0.55) ticket++;
    const day = Math.floor(random() * 470);
    const date = new Date(Date.UTC(2022, 11, 5) + day * 86_400_000).toISOString().slice(0, 10);
    // July 2023 has no rows, so that trends show a gap.
    if (date.startsWith("2023-07")) continue;
    const seconds = Math.floor(random() * 86_400);
    lines.push({
      line_id: line,
      ticket_id: ticket,
      opened_on: date,
      opened_at: `${date} ${new Date(seconds * 1000).toISOString().slice(11, 19)}`,
      shop_id: 1 + Math.floor(random() * 4),
      work: WORKS[Math.floor(random() * WORKS.length)] ?? null,
      amount: random() < 0.05 ? null : Math.floor(random() * 20) * 5 - 10,
      hours: Math.floor(random() * 8) / 4,
      rider_id: 1 + Math.floor(random() * 30),
    });
  }
  return lines;
}

/** Small linear congruential generator: the same rows on every machine. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
