/** "was" or "were", by the last word of a name: "Revenue was", "Orders were", "Loss was". */
export function be(name: string): "was" | "were" {
  return isPlural(name) ? "were" : "was";
}

function isPlural(name: string): boolean {
  if (/\sper\s/i.test(name)) return false;
  const last = name.trim().split(/\s+/).at(-1)?.toLowerCase() ?? "";
  return /[^siu]s$/.test(last);
}

/** "a" or "an", by the letter that a name starts with. */
export function article(name: string): "a" | "an" {
  return /^[aeiou]/i.test(name.trim()) ? "an" : "a";
}

/** A field's name for several of its members: "Region" → "regions", "Category" → "categories". */
export function plural(name: string): string {
  const noun = /^[A-Z]{2,}/.test(name) ? name : name.toLowerCase();
  if (isPlural(noun)) return noun;
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  if (/(s|x|z|ch|sh)$/.test(noun)) return `${noun}es`;
  return `${noun}s`;
}

/** Puts a preposition before a period's label unless it brings its own: "in October 2025", "on 5 March 2017", "last 30 days" → "in the last 30 days". */
export function inPeriod(label: string): string {
  if (/^(in|on|from|since|until|before|after|between|over|up to|through|to)\b/i.test(label)) return label;
  if (/^(yesterday|today|this|year to date|quarter to date|month to date|week to date)\b/i.test(label))
    return label;
  if (/^(last|next) \p{L}+$/iu.test(label)) return label;
  if (/^(last|past|previous|next|first)\b/i.test(label)) return `in the ${label}`;
  if (/^week of\b/i.test(label)) return `in the ${label}`;
  if (/^\d{1,2} \p{Lu}\p{L}+ \d{4}$/u.test(label) || /^\d{4}-\d{2}-\d{2}$/.test(label)) return `on ${label}`;
  if (/ to /.test(label) && !/to date/.test(label)) return `from ${label}`;
  return `in ${label}`;
}
