import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

/** What a thread shows, in words. */
interface Shown {
  measures: string[];
  fields: string[];
  kinds: string[];
  without: string[];
  years: string[];
}

interface Turn {
  ways: string[];
  next: Shown;
}

const MEASURES = ["income", "profit", "rides", "damage rate"];
const FIELDS = ["district", "membership", "rider name"];
const KINDS = ["Cargo", "Tandem", "E-Bike"];
const PLACES = ["Riverside", "Old Town", "Westend"];
const YEARS = ["2022", "2023", "2021"];
const START: Shown = { measures: ["income"], fields: ["district"], kinds: [], without: [], years: ["2023"] };

const steps = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 3, maxLength: 6 });

describe("follow-ups, one after another", () => {
  it("lead to what the whole question reads to when it is said at once", () => {
    fc.assert(
      fc.property(steps, (picks) => {
        let shown = START;
        const turns = [whole(START)];
        for (const [turn, way] of picks) {
          const legal = turnsFrom(shown);
          const chosen = legal[turn % legal.length];
          if (chosen === undefined) continue;
          turns.push(chosen.ways[way % chosen.ways.length] ?? "");
          shown = chosen.next;
        }
        const atOnce = reads(whole(shown));
        expect(atOnce, whole(shown)).not.toMatch(/^(ask|refuse)|\|/);
        expect(plain(reads(turns.join(" > "))), turns.join(" > ")).toEqual(plain(atOnce));
      }),
      { numRuns: 120 },
    );
  }, 60_000);
});

/** The question that asks for all of it at once. */
function whole({ measures, fields, kinds, without, years }: Shown): string {
  const parts = [
    measures.join(" and "),
    fields.length > 0 ? `by ${fields.join(" and ")}` : "",
    kinds.length > 0 ? `for ${kinds.join(" and ")}` : "",
    without.length > 0 ? `excluding ${without.join(" and ")}` : "",
    `in ${years.join(" and ")}`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** Every turn that means something here, each in several words for it. */
function turnsFrom(shown: Shown): Turn[] {
  const { measures, fields, kinds, without, years } = shown;
  const turn = (change: Partial<Shown>, ...ways: string[]): Turn => ({ ways, next: { ...shown, ...change } });
  const others = (all: string[], there: string[]) => all.filter((name) => !there.includes(name));
  const less = (there: string[], name: string) => there.filter((other) => other !== name);
  return [
    turn({}, "again", "the same again"),
    ...others(MEASURES, measures).flatMap((name) => [
      turn(
        { measures: [...measures, name] },
        `add ${name}`,
        `${name} too`,
        `also show ${name}`,
        `show ${name} next to it`,
        `with ${name} as well`,
      ),
      turn({ measures: [name] }, `show ${name} instead`, `${name} instead`),
    ]),
    ...(measures.length < 2 ? [] : measures).map((name) =>
      turn(
        { measures: less(measures, name) },
        `drop ${name}`,
        `remove ${name}`,
        `without ${name}`,
        `take ${name} out`,
        `now leave out the ${name}`,
      ),
    ),
    ...others(FIELDS, fields).flatMap((name) => [
      turn(
        { fields: [...fields, name] },
        `break that down by ${name}`,
        `split it by ${name}`,
        `also by ${name}`,
        `and by ${name} as well`,
        `by ${name} too`,
      ),
      turn({ fields: [name] }, `by ${name} instead`, `by ${name}`),
    ]),
    ...fields.map((name) =>
      turn({ fields: less(fields, name) }, `drop ${name}`, `remove the ${name}`, `lose ${name}`),
    ),
    ...(fields.length > 0 ? [turn({ fields: [] }, "total only", "total please")] : []),
    ...others(KINDS, kinds).flatMap((name) => [
      turn({ kinds: [name] }, `only ${name}`, `just ${name}`),
      ...(kinds.length > 0
        ? [turn({ kinds: [...kinds, name] }, `${name} too`, `also ${name}`, `incl ${name}`)]
        : []),
    ]),
    ...(kinds.length < 2 ? [] : kinds).map((name) =>
      turn({ kinds: less(kinds, name) }, `drop ${name}`, `without ${name}`),
    ),
    ...others(PLACES, without)
      .slice(without.length > 0 ? PLACES.length : 0)
      .map((name) =>
        turn({ without: [name] }, `without ${name}`, `excl. ${name}`, `drop ${name}`, `ex ${name}`),
      ),
    ...without.map((name) =>
      turn({ without: less(without, name) }, `put ${name} back`, `add ${name} back in`, `${name} again`),
    ),
    ...others(YEARS, years).flatMap((name) => [
      turn({ years: [...years, name] }, `${name} too`, `also for ${name}`, `and ${name} as well`),
      turn({ years: [name] }, `${name} instead`, `only ${name}`, `in ${name}`),
    ]),
    ...(years.length < 2 ? [] : years).map((name) => turn({ years: less(years, name) }, `drop ${name}`)),
  ];
}

/** Lists without their order, and conditions without theirs. */
function plain(summary: string): string[] {
  return summary
    .split("; ")
    .map((part) => part.replace(/=(.+)$/, (_, list: string) => `=${list.split("+").sort().join("+")}`))
    .sort();
}
