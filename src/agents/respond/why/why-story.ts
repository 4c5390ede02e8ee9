import type { Cell, OutputColumn } from "../../../contracts/result.js";
import type { Prose } from "../prose.js";
import { enumerate, NOTHING, say, sentences } from "../prose.js";
import type { Scene } from "../scene.js";
import { cellAt, difference } from "../scene.js";
import { OVERLAP } from "./contribution.js";
import type { FieldParts } from "./why-parts.js";

const NAMED = 2;

/** The table of all contributions: field and member, both sides, and what the member gave to the change. */
export function whyTable(
  fields: FieldParts[],
  whole: OutputColumn[],
): { columns: OutputColumn[]; rows: Cell[][] } {
  const measure = whole.find(({ of }) => of.kind === "select");
  const name = measure?.name ?? "Value";
  const split = fields.some(({ contributions }) => contributions.some(({ rate }) => rate !== null));
  const dimension = { type: "string", role: "dimension", unit: null, decimals: null } as const;
  const number = { type: "number", role: "measure", unit: measure?.unit ?? null, decimals: null } as const;
  const columns: OutputColumn[] = [
    { ...dimension, name: "Field", of: { kind: "group", index: 0 } },
    { ...dimension, name: "Member", of: { kind: "group", index: 1 } },
    { ...number, name, of: { kind: "select", index: 0 } },
    { ...number, name: `${name} (previous)`, of: { kind: "previous", index: 0 } },
    { ...number, name: "Contribution", of: { kind: "change", index: 0 } },
    ...(split
      ? [
          { ...number, name: "by mix", of: { kind: "change" as const, index: 0 } },
          { ...number, name: "by rate", of: { kind: "change" as const, index: 0 } },
        ]
      : []),
  ];
  const rows = ordered(fields).flatMap(({ field, contributions }) =>
    contributions.map(({ member, now, before, amount, mix, rate }): Cell[] => [
      field,
      member,
      now,
      before,
      amount,
      ...(split ? [mix, rate] : []),
    ]),
  );
  return { columns, rows };
}

/** Per field its largest contributions, the field with the largest of all first. `scene` holds the table. */
export function whyNarrative(fields: FieldParts[], scene: Scene): Prose {
  const looked = ordered(fields);
  const told = looked.map((parts) => {
    const rows = scene.rows.flatMap((row, at) => (row[0] === parts.field && row[1] !== OVERLAP ? [at] : []));
    return say`By ${parts.field}: ${enumerate(rows.slice(0, NAMED).map((row) => contributionOf(scene, row)))}.`;
  });
  const names = looked.map(({ field }) => say`${field}`);
  const all = names.length > 0 ? say`Looked at ${enumerate(names)}.` : NOTHING;
  return sentences(...told, all);
}

function contributionOf(scene: Scene, row: number): Prose {
  const label = String(scene.rows[row]?.[1] ?? "");
  return say`${label} ${difference(scene, cellAt(row, 4), 4)}`;
}

function ordered(fields: FieldParts[]): FieldParts[] {
  const largest = ({ contributions }: FieldParts): number => Math.abs(contributions[0]?.amount ?? 0);
  return [...fields].sort((a, b) => largest(b) - largest(a));
}
