import { isFunctionWord } from "../../language/function-words.js";

/** Small words without a meaning of their own. Never negations, comparatives, numbers or words that choose. */
const FILLER: Readonly<Record<string, string>> = {
  de: "der die das den dem des ein eine einen einem einer wie was wer welche welcher welches ist sind war waren wurde wurden haben hat hatten hatte wir ich uns unser unsere in im am an auf zu zum zur von vom mit und fuer bei aus hoch viel viele bitte mir zeig zeige gib gab es gibt so denn",
  fr: "le la les l un une des de du d quel quelle quels quelles est sont etait etaient a ont avons avait nous je notre nos dans en au aux et pour avec que qui quoi combien moi montre donne s il te plait vous c ce y par",
  es: "el la los las un una unos unas de del que cual cuales cuanto cuanta cuantos cuantas es son fue fueron era eran hemos ha han tenemos nuestro nuestra nuestros en al y para con muestra dame por favor me se hubo",
  it: "il lo la i gli le un uno una di del della dei delle dello che quale quali quanto quanta quanti quante e sono era erano stato stata abbiamo ha hanno nostro nostra in nel nella al alla ed per con mostra dammi favore mi si da",
  nl: "de het een van wat welke hoe is zijn was waren hebben heeft had wij we ik ons onze in op aan te en voor met per er geef toon mij veel hoeveel",
  pt: "o a os as um uma de do da dos das que qual quais quanto quanta quantos quantas e sao foi foram era temos tem nosso nossa no na nos nas ao em para com mostra por favor me se houve",
};

/** Words with which a question points at the one before it. Those that add something ("also") are no such words: they ask for both. */
const POINTING: Readonly<Record<string, string>> = {
  en: "instead same again",
  de: "jetzt dann nun stattdessen gleiche gleichen selbe selben dasselbe nochmal sieht aus",
  fr: "maintenant plutot meme memes pareil encore",
  es: "ahora mismo misma mismos mismas",
  it: "adesso ora stesso stessa stessi stesse invece",
  nl: "nu dan zelfde hetzelfde",
  pt: "agora mesmo mesma mesmos mesmas",
};

const WORDS = wordSets(FILLER);
const POINTING_WORDS = wordSets(POINTING);

/** True for a word that may be left without a binding in a question of this language. Languages that are not known have none. */
export function isFiller(norm: string, language: string): boolean {
  return WORDS.get(language)?.has(norm) ?? false;
}

/** True where at least three words, or two and every third, are small words of one of these languages that English does not have. Names hold one or two of them ("Los", "de la"). */
export function isInOtherLanguage(norms: readonly string[]): boolean {
  const strange = norms.filter((norm) => !isFunctionWord(norm));
  return [...WORDS.values()].some((small) => {
    const said = strange.filter((norm) => small.has(norm)).length;
    return said >= 3 || (said === 2 && said * 3 >= norms.length);
  });
}

/** True for a word that only says, in this language, that a question goes on from the one before. */
export function isPointing(norm: string, language: string): boolean {
  return POINTING_WORDS.get(language)?.has(norm) ?? false;
}

function wordSets(lists: Readonly<Record<string, string>>): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(Object.entries(lists).map(([language, words]) => [language, new Set(words.split(" "))]));
}
