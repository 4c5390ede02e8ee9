import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Filter, Grouping, MetricQuery, Period, Selection } from "../contracts/metric-query.js";
import { EMPTY_THREAD } from "../contracts/reading.js";
import { buildOrder } from "./build/order.js";
import { emptyDraft } from "./frame.js";
import { meaningOf, phraseQuery } from "./phrase-query.js";
import { readQuestion } from "./reader.js";
import { BIKES, lexiconOf, WARDS } from "./testing/fixtures.js";
import type { WorkspaceSpec } from "./testing/workspace-maker.js";

const PERIODS: Period[] = [
  { start: "2023-01-01", end: "2024-01-01", label: "2023", grain: "year", toDate: false },
  { start: "2023-07-01", end: "2023-10-01", label: "Q3 2023", grain: "quarter", toDate: false },
  { start: "2022-11-01", end: "2022-12-01", label: "November 2022", grain: "month", toDate: false },
  { start: "2023-03-05", end: "2023-04-09", label: "5 March to 8 April 2023", grain: "day", toDate: false },
  { start: "2023-08-04", end: "2023-08-05", label: "4 August 2023", grain: "day", toDate: false },
];

describe("phraseQuery", () => {
  it.each([BIKES, WARDS].map((spec) => [spec.name, spec] as const))(
    "says a query of %s in words that read back to it alone",
    (_, spec) => {
      const lexicon = lexiconOf(spec);
      fc.assert(
        fc.property(queries(spec), (query) => {
          const text = phraseQuery(query, lexicon, spec.asOf);
          const result = readQuestion(text, lexicon, { asOf: spec.asOf, thread: EMPTY_THREAD });
          const read =
            result.kind === "readings"
              ? result.readings.map((reading) => meaningOf(reading.query))
              : [JSON.stringify(result)];
          expect(read, text).toEqual([meaningOf(query)]);
        }),
        { numRuns: 120 },
      );
    },
  );
});

/** Queries of every shape over the first view of a workspace. */
function queries(spec: WorkspaceSpec): fc.Arbitrary<MetricQuery> {
  const [[view = "", { measures, fields, time }] = ["", { measures: {}, fields: {}, time: null }]] =
    Object.entries(spec.views);
  const valued = Object.entries(fields).filter(([, { values }]) => (values?.length ?? 0) > 1);
  const measure = fc
    .constantFrom(...Object.keys(measures))
    .map((name): Selection => ({ kind: "measure", measure: name }));
  const byField = fc.constantFrom(...valued).map(([field]): Grouping => ({ kind: "field", field }));
  const byTime = fc
    .constantFrom("day" as const, "week" as const, "month" as const, "quarter" as const, "year" as const)
    .map((grain): Grouping => ({ kind: "time", field: time ?? "", grain }));
  const filter = fc.constantFrom(...valued).chain(([field, { values = [] }]) =>
    fc
      .record({
        values: fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
        negated: fc.boolean(),
      })
      .map(({ values: chosen, negated }): Filter => ({ kind: "values", field, values: chosen, negated })),
  );
  return fc
    .record({
      select: fc.uniqueArray(measure, {
        minLength: 1,
        maxLength: 2,
        selector: (item) => JSON.stringify(item),
      }),
      groupBy: fc.oneof(
        fc.constant([] as Grouping[]),
        byField.map((item) => [item]),
        byTime.map((item) => [item]),
        fc.tuple(byField, byTime).map((items) => [...items]),
      ),
      filters: fc.uniqueArray(filter, {
        maxLength: 2,
        selector: (item) => (item.kind === "values" ? item.field : ""),
      }),
      periods: fc.oneof(
        fc.constant([] as Period[]),
        fc.constantFrom(...PERIODS).map((period) => [period]),
        fc.constant(PERIODS.slice(0, 1)),
      ),
      extra: fc.constantFrom("none", "none", "top", "bottom", "share", "having", "list" as const),
      count: fc.integer({ min: 2, max: 20 }),
      bound: fc.integer({ min: 1, max: 5000 }),
    })
    .map(({ extra, count, bound, ...parts }) => {
      const draft = { ...emptyDraft(), ...parts };
      const single = draft.groupBy.length === 1 && draft.groupBy[0]?.kind === "field";
      if (extra === "list" && single) {
        draft.mode = "list";
        draft.select = [];
        draft.periods = [];
      }
      if ((extra === "top" || extra === "bottom") && single) {
        draft.top = { count, per: [] };
        draft.order = [
          { by: { kind: "select", index: 0, of: "value" }, direction: extra === "top" ? "desc" : "asc" },
        ];
      }
      if (extra === "share" && single && draft.select.length === 1) draft.share = { within: [], only: [] };
      if (extra === "having" && single)
        draft.having = [
          { select: 0, of: "value", min: { value: bound, inclusive: false }, max: null, negated: false },
        ];
      const frame = { draft, view: { name: view } } as unknown as Parameters<typeof buildOrder>[0];
      buildOrder(frame);
      return { view, ...draft };
    });
}
