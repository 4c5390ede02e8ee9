import type { Cell } from "../../contracts/result.js";
import type { CellStyle } from "../../format/cell.js";
import { formatCell } from "../../format/cell.js";
import type { Derivation } from "./derivation.js";
import { derive } from "./derivation.js";

/** A piece of a text. Names (members, labels, periods) may hold digits; plain text may not. */
export type Part =
  | { kind: "text"; text: string }
  | { kind: "name"; text: string }
  | { kind: "number"; text: string; of: Derivation; style: NumberStyle }
  | { kind: "direction"; text: string; of: Derivation };

/** `points`: a difference of two ratios, written in percentage points. */
export interface NumberStyle extends CellStyle {
  points?: boolean;
}

/** A text that knows where each of its numbers comes from. */
export interface Prose {
  parts: Part[];
}

export type Piece = string | Part | Prose;

/** Builds prose; interpolated strings are names. */
export function say(literals: TemplateStringsArray, ...pieces: Piece[]): Prose {
  const parts = literals.flatMap((literal, index): Part[] => {
    const piece = pieces[index];
    const text: Part[] = literal === "" ? [] : [{ kind: "text", text: literal }];
    return piece === undefined ? text : [...text, ...partsOf(piece)];
  });
  return { parts };
}

export const NOTHING: Prose = { parts: [] };

export function textOf(prose: Prose): string {
  return prose.parts.map(({ text }) => text).join("");
}

export function isEmpty(prose: Prose): boolean {
  return prose.parts.every(({ text }) => text === "");
}

/** Sentences one after the other. */
export function sentences(...proses: Prose[]): Prose {
  return join(
    proses.filter((prose) => !isEmpty(prose)),
    " ",
    " ",
  );
}

/** "a, b and c". */
export function enumerate(items: Piece[]): Prose {
  return join(items, ", ", " and ");
}

function join(items: Piece[], between: string, last: string): Prose {
  return {
    parts: items.flatMap((item, index): Part[] => {
      if (index === 0) return partsOf(item);
      const separator = index === items.length - 1 ? last : between;
      return [{ kind: "text", text: separator }, ...partsOf(item)];
    }),
  };
}

/** A number of the text, computed from the rows by its derivation. */
export function number(of: Derivation, style: NumberStyle, rows: readonly Cell[][]): Part {
  return { kind: "number", text: written(derive(of, rows), style), of, style };
}

/** "up" or "down" (or the given pair) by the sign of a derived number; zero reads as the second of `flat`. */
export function direction(
  of: Derivation,
  words: { up: string; down: string; flat: string },
  rows: readonly Cell[][],
): Part {
  const value = derive(of, rows) ?? 0;
  const text = value > 0 ? words.up : value < 0 ? words.down : words.flat;
  return { kind: "direction", text, of };
}

function name(text: string): Part {
  return { kind: "name", text };
}

function written(value: number | null, style: NumberStyle): string {
  if (value === null || !style.points) return formatCell(value, style);
  const text = formatCell(value, { ...style, unit: "ratio" });
  return `${text.slice(0, -1)} points`;
}

function partsOf(piece: Piece): Part[] {
  if (typeof piece === "string") return [name(piece)];
  return "parts" in piece ? piece.parts : [piece];
}
