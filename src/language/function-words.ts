/** Words that carry no meaning of their own in a question about numbers. Never negations, comparatives or prepositions that choose. */
const EMPTY = `a an the this that these those some any such
i me my mine we us our ours you your yours he she it its they them their theirs one ones
is are was were be been being am do does did done doing has have had having get gets got getting go going goes gone performance performing perform performs summary status dashboard stuff things thing situation latest_news
can could would should may might shall must ought need needs
what whats whose whom who which how much
please kindly pls plz thanks thank thx cheers hi hello hey dear ok okay well so then now just really actually basically exactly
tell show give display see view find fetch pull present provide report bring let know want like wanna gonna wish look looking run check
calculate compute work out figure figures number numbers data info information result results detail details
here there ever still already yet currently overview
question wondering curious help understand interested
kind sort type types kinds
quick quickly simply only_if
regarding concerning respect terms
altogether together overall
think about believe guess suppose
good day morning afternoon evening
each
rows records row record
when where
amount value
made make makes making
happened happen happening occur occurs occurred come comes came coming bring brings brought bringing
generate generates generated generating produce produces produced achieve achieved earn earns earned earning
saw seen take takes took taken belong belongs
different various respective individual particular specific actual
recorded registered reported
exact
business company
team guys folks bot assistant assay
chart graph plot table view dataset diagram visual visualise visualize visualization picture bar line pie
as`
  .split(/\s+/)
  .filter((word) => word !== "");

/** Prepositions and conjunctions: they join what stands around them, and are no gap in the ledger when nothing does. */
const LINKS =
  `and or in on at of for from to by with within into during per than vs versus via through under over inside among between against out up off toward towards via but`.split(
    " ",
  );

/** Links whose meaning must have been used by something: dropping them changes the question. */
const BINDING = new Set("by per than vs versus over under between against but or".split(" "));

/** Empty words that still say something when nothing else claims them. */
const WEAK_CONTENT = new Set(
  `business company number numbers amount value figure figures rows records row record type types kind sort business detail details about think guess believe table chart`.split(
    " ",
  ),
);

const empty = new Set(EMPTY);
const links = new Set(LINKS);

export function isEmptyWord(norm: string): boolean {
  return empty.has(norm);
}

export function isLink(norm: string): boolean {
  return links.has(norm);
}

/** True for a preposition that may not be left unused ("by", "under"). */
export function isBindingLink(norm: string): boolean {
  return BINDING.has(norm);
}

/** True for words that are ignored beside a measure, but are no sign of small talk. */
export function isWeakContent(norm: string): boolean {
  return WEAK_CONTENT.has(norm);
}

export function isFunctionWord(norm: string): boolean {
  return empty.has(norm) || links.has(norm);
}
