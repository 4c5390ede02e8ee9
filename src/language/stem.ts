/** Forms that rules do not reach, everyday abbreviations, and words of one family ("sold" and "sales"): word or stem -> common stem. */
const FAMILIES: Record<string, string> = {
  sold: "sell",
  sal: "sell",
  sale: "sell",
  bought: "buy",
  spent: "spend",
  paid: "pay",
  payment: "pay",
  lost: "lose",
  loss: "lose",
  los: "lose",
  grew: "grow",
  grown: "grow",
  growth: "grow",
  fell: "fall",
  fallen: "fall",
  rose: "rise",
  risen: "rise",
  children: "child",
  people: "person",
  persons: "person",
  men: "man",
  women: "woman",
  feet: "foot",
  geese: "goose",
  teeth: "tooth",
  mice: "mouse",
  shipment: "ship",
  delivery: "deliver",
  deliveries: "deliver",
  built: "build",
  made: "make",
  hired: "hire",
  analyses: "analysis",
  diagnoses: "diagnosis",
  crises: "crisis",
  bases: "basis",
  theses: "thesis",
  hypotheses: "hypothesis",
  indices: "index",
  criteria: "criterion",
  branches: "branch",
  stories: "story",
  movies: "movie",
  cookies: "cookie",
  series: "series",
  species: "species",
  news: "news",
  bus: "bus",
  buses: "bus",
  gas: "gas",
  gases: "gas",
  less: "less",
  gross: "gross",
  avg: "averag",
  qty: "quantity",
  amt: "amount",
  halves: "half",
  shelves: "shelf",
  leaves: "leaf",
  lives: "life",
  wives: "wife",
  knives: "knife",
};

const cache = new Map<string, string>();
const CACHE_LIMIT = 50_000;

/**
 * A light English stem: plural, -ed, -ing and -able come off, so that "shipping", "shipped" and "ships" meet.
 * Two words with one stem count as inflections of each other; words with digits are left alone.
 */
export function stem(norm: string): string {
  const known = cache.get(norm);
  if (known !== undefined) return known;
  const result = compute(norm);
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(norm, result);
  return result;
}

function compute(norm: string): string {
  const family = FAMILIES[norm];
  if (family !== undefined && Object.hasOwn(FAMILIES, norm)) return family;
  if (norm.length <= 3 || /[^a-z]/.test(norm)) return norm;
  const bare = withoutE(withoutSuffix(singular(norm)));
  return Object.hasOwn(FAMILIES, bare) ? (FAMILIES[bare] ?? bare) : bare;
}

/** A word without its plural ending; irregular plurals too. Verb forms keep theirs. */
export function singularOf(norm: string): string {
  if (norm.length <= 3 || /[^a-z]/.test(norm)) return norm;
  const family = Object.hasOwn(FAMILIES, norm) ? FAMILIES[norm] : undefined;
  return family ?? singular(norm);
}

function singular(word: string): string {
  if (/(ss|us|is|ous)$/.test(word)) return word;
  if (/ies$/.test(word)) return word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
  if (/(sses|xes|ches|shes|zzes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") ? word.slice(0, -1) : word;
}

function withoutSuffix(word: string): string {
  for (const suffix of ["ability", "able", "ing", "ed"]) {
    if (!word.endsWith(suffix)) continue;
    const rest = word.slice(0, -suffix.length);
    if (rest.length < 3 || !/[aeiouy]/.test(rest)) continue;
    return undoubled(rest);
  }
  return word.length > 4 && word.endsWith("ied") ? `${word.slice(0, -3)}y` : word;
}

function undoubled(rest: string): string {
  return /([bdfgklmnprt])\1$/.test(rest) && !/(ll|ss)$/.test(rest) ? rest.slice(0, -1) : rest;
}

function withoutE(word: string): string {
  return word.length > 3 && word.endsWith("e") ? word.slice(0, -1) : word;
}
