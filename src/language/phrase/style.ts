/** How explicit a phrase is. */
export interface Style {
  /** "Region West" instead of "West". */
  qualified: boolean;
  /** Names and values in double quotes, so that no word of them is taken for something else. */
  quoted: boolean;
  /** Names the view. */
  view: boolean;
}

export const PLAIN: Style = { qualified: false, quoted: false, view: false };

/** From plain English to what cannot be taken in another way. */
export const STYLES: readonly Style[] = [
  PLAIN,
  { qualified: true, quoted: false, view: false },
  { qualified: true, quoted: true, view: false },
  { qualified: true, quoted: true, view: true },
];

export function named(name: string, style: Style): string {
  return style.quoted ? `"${name.replaceAll('"', "")}"` : name;
}
