import type { Frame, Item } from "../frame.js";

const COST = 0.35;
/** "How many trips did riders make": who did it is no second number. */
const AUXILIARIES = new Set("did do does have has had".split(" "));
/** "Visits of patients". */
const PARTICIPLE = /(..ed|sold|bought|spent|paid|made|sent|lost|won|built|earned)$/i;
const JOINING = new Set(["of", "from", "by", "to", "for", "among"]);
const PRONOUNS = new Set(["we", "i", "you", "they", "it", "to"]);
const INTRODUCING = new Set("for from of to in at with among by on within between".split(" "));

/**
 * "Revenue from corporate customers": a noun after a value says what the value describes. It neither adds a number
 * nor splits, when another measure was asked for and a preposition leads to the value.
 */
export function resolveHeadNouns(frame: Frame): void {
  frame.items.forEach((item, at) => {
    if (item.role !== "free") return;
    if (isVerb(frame, item, at)) {
      item.role = "used";
      item.as = `what was ${item.words}`;
      return;
    }
    if (!isNoun(item)) return;
    let start = at - 1;
    while (isValueHere(frame, start)) start--;
    const link = frame.items[start];
    const before = frame.items.slice(0, Math.max(0, start));
    const measured = before.some(({ kind, role }) => kind === "measure" && role !== "open");
    const led = link?.kind === "link" ? INTRODUCING.has(link.word) : isExclusion(link);
    const agent =
      AUXILIARIES.has(frame.words[item.from - 1]?.norm ?? "") &&
      frame.items.slice(0, at).some(({ kind }) => kind === "measure");
    if (agent) {
      item.role = "used";
      item.as = `what ${item.words} do`;
      return;
    }
    // "Own stores vs franchise": the noun goes with both values.
    const side = frame.items[at + 1];
    const against =
      item.kind === "field" &&
      start < at - 1 &&
      side?.kind === "operation" &&
      side.operation.construct === "side by side" &&
      frame.items[at + 2]?.kind === "value";
    if (against) {
      item.role = "used";
      item.as = `what ${frame.items[at - 1]?.words ?? "it"} describes`;
      frame.cost += COST;
      return;
    }
    const joined =
      start === at - 1 &&
      link?.kind === "link" &&
      JOINING.has(link.word) &&
      frame.items[at - 2]?.kind === "measure";
    if (!joined && (start === at - 1 || !led || !measured)) return;
    item.role = "used";
    item.as = `what ${frame.items[at - 1]?.words ?? "it"} describes`;
    frame.cost += COST;
  });
}

/** Values, also listed: "Polish and French titles". */
function isValueHere({ flags, items }: Frame, at: number): boolean {
  const item = items[at];
  const joins = item?.kind === "link" && (item.word === "and" || item.word === "or");
  const adjectives = flags.get("yes adjectives") as Set<Item> | undefined;
  if (item !== undefined && adjectives?.has(item)) return true;
  return (
    item?.kind === "value" || (joins && items[at - 1]?.kind === "value" && items[at + 1]?.kind === "value")
  );
}

/** "How many states did we sell to": a verb after a pronoun names no number of its own beside another one. */
function isVerb(frame: Frame, item: Item, at: number): boolean {
  if (item.kind !== "measure" || item.strength !== "inflection") return false;
  const thing = frame.items[at - 1];
  // "Nights sold", "parcels delivered": right after the thing, what was done with it.
  if (PARTICIPLE.test(item.words) && thing?.to === item.from && (thing.kind === "measure" || isNumber(thing)))
    return true;
  const other =
    frame.flags.has("own selection") ||
    frame.items.some((before, index) => index < at && before.kind === "measure" && before.role !== "open");
  return other && PRONOUNS.has(frame.words[item.from - 1]?.norm ?? "");
}

function isNumber(item: Item): boolean {
  return item.kind === "field" && item.field.type === "number";
}

/** Things that are counted, or a text field. */
export function isNoun(item: Item): boolean {
  if (item.kind === "measure")
    return /^\s*(count|sum\s*\(\s*1)/i.test(item.measure.expr) && !item.measure.ratio;
  return item.kind === "field" && item.field.type !== "date" && item.field.type !== "number";
}

function isExclusion(item: Item | undefined): boolean {
  return (
    item?.kind === "operation" &&
    (item.operation.construct === "exclusion" || item.operation.construct === "only")
  );
}
