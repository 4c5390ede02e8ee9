const UP =
  "rose|risen|rise|rises|rising|grow|grows|grew|grown|growth|growing|gained|gain|increased|increase|increases|up|higher|climb|climbed|improve|improved|improves";
const DOWN =
  "fell|fallen|fall|falls|dropped|drop|drops|decreased|decrease|decreases|declined|decline|declines|down|lower|shrink|shrank|worsen|worsened|lost|loss";
const WORDS = new RegExp(`(?<![\\p{L}\\p{N}])(?:(${UP})|(${DOWN}))(?![\\p{L}\\p{N}])`, "giu");

/** A word of a text that says which way a number went. */
export interface DirectionMention {
  text: string;
  at: number;
  sign: 1 | -1;
}

export function directionMentions(text: string): DirectionMention[] {
  return [...text.matchAll(WORDS)].map((match) => ({
    text: match[0],
    at: match.index,
    sign: match[1] ? 1 : -1,
  }));
}
