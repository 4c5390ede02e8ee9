/** Words without meaning of their own in a question about numbers. Never negations, comparatives or prepositions that choose. */
const PURE = words(`a an the this that these those some any such
i me my mine we us our ours you your yours he she it its they them their theirs one ones
is are was were be been being am do does did done doing has have had having
can could would should may might shall must
what whats whose whom who which how much
please kindly pls plz thx cheers hi hello hey dear ok okay so then now just
so there here as when where`);

/** Words that people put around a question; a workspace may use them as names, and then they are these. */
const SOFT =
  words(`get gets got getting go going goes gone performance performing perform performs summary status dashboard
stuff things thing situation ought need needs well thank thanks good really actually basically exactly
tell show give display see view find fetch pull present provide report bring let know want like wanna gonna wish look looking run check
calculate compute work out figure figures number numbers data info information result results detail details
ever still already yet currently overview question wondering curious help understand interested
kind sort type types kinds quick quickly simply regarding concerning respect terms
think about believe guess suppose rows records row record amount value made make makes making
happened happen happening occur occurs occurred come comes came coming brings brought bringing
generate generates generated generating produce produces produced achieve achieved earn earns earned earning
placed something anything somebody anybody someone anyone buy buys bought buying purchase purchases purchased purchasing
sell sells sold selling saw seen take takes took taken belong belongs
different various respective individual particular specific actual recorded registered reported exact
business company team guys folks bot assistant assay
chart graph plot table dataset diagram visual visualise visualize visualization picture bar line pie`);

/** Prepositions and conjunctions: they join what stands around them, and are no gap in the ledger when nothing does. */
const LINKS = words(
  "and or in on at of for from to by with within into during per than vs versus via through under over inside among between against up off toward towards but",
);

/** Links whose meaning must have been used by something: dropping them changes the question. */
const BINDING = words("by per than vs versus over under between against but or");

/** True for words that may be left unread. */
export function isEmptyWord(norm: string): boolean {
  return PURE.has(norm) || SOFT.has(norm);
}

/** True for an empty word that a workspace may well use as a name: "amount", "kind". */
export function isSoftWord(norm: string): boolean {
  return SOFT.has(norm);
}

export function isLink(norm: string): boolean {
  return LINKS.has(norm);
}

/** True for a preposition that may not be left unused ("by", "under"). */
export function isBindingLink(norm: string): boolean {
  return BINDING.has(norm);
}

export function isFunctionWord(norm: string): boolean {
  return isEmptyWord(norm) || LINKS.has(norm);
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ""));
}
