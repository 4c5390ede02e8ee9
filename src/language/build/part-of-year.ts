import { unitPeriod } from "../../calendar/period.js";
import type { Period } from "../../contracts/metric-query.js";
import type { Frame, ItemOf } from "../frame.js";

const PARTS = new Set(["month", "quarter", "half"]);
const JOINING = new Set(["and", "or", "versus", "vs", "than"]);

/** "H2 profit in 2015": a part without a year belongs to the one year that stands elsewhere, unless the words set them side by side. */
export function partOfYear(frame: Frame): Map<ItemOf<"period">, Period[]> {
  const periods = frame.items.filter(
    (item): item is ItemOf<"period"> =>
      item.kind === "period" && item.role === "free" && item.match.kind === "period",
  );
  const [first, second] = periods;
  if (first === undefined || second === undefined || periods.length > 2) return new Map();
  const part = periods.find((item) => item.match.strength === "default" && isPart(single(item)));
  const year = periods.find(
    (item) => item !== part && item.match.strength === "exact" && isYear(single(item)),
  );
  const [own, whole] = [part, year].map((item) => item && single(item));
  if (!part || !year || !own?.start || !own.grain || !whole?.start || areApart(frame, first, second))
    return new Map();
  const period = unitPeriod(
    `${whole.start.slice(0, 4)}${own.start.slice(4)}`,
    own.grain,
    frame.lexicon.calendar,
  );
  part.as = `${frame.view.timeField} from ${period.start} to before ${period.end}`;
  if (part.match.kind === "period") part.match = { ...part.match, strength: "exact" };
  year.as = `the year of ${part.words}`;
  return new Map([
    [part, [period]],
    [year, []],
  ]);
}

/** A comparison, or a joining word between the two. */
function areApart(frame: Frame, first: ItemOf<"period">, second: ItemOf<"period">): boolean {
  if (
    frame.items.some(
      (item) =>
        (item.kind === "operation" && ["side by side", "change", "why"].includes(item.operation.construct)) ||
        (item.kind === "period" && item.match.kind === "comparison"),
    )
  )
    return true;
  return frame.words
    .slice(first.to, second.from + 1)
    .some(({ norm, gap }) => JOINING.has(norm) || gap === "sentence" || gap === "slash");
}

function single({ match }: ItemOf<"period">): Period | null {
  return match.kind === "period" && match.periods.length === 1 && match.joined === null
    ? (match.periods[0] ?? null)
    : null;
}

function isPart(period: Period | null): boolean {
  return period?.grain != null && PARTS.has(period.grain) && !period.toDate;
}

function isYear(period: Period | null): boolean {
  return period?.grain === "year" && /^\d{4}-01-01$/.test(period.start ?? "");
}
