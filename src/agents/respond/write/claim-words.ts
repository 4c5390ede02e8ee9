/** Words of a language that claim something about numbers, so that a text in it can be held to the rows. */
export interface ClaimWords {
  up: RegExp;
  down: RegExp;
  /** "highest" and the like: a claim over all rows. */
  most: RegExp;
  least: RegExp;
  /** Words of cause: rows show where a change lies, never why. */
  cause: RegExp;
}

type Lists = Record<keyof ClaimWords, string>;

/** Stems: a word that starts with one of them counts. */
const ENGLISH: Lists = {
  up: "rose risen rise rising grew grow gain increas climb higher up improv jump surg doubl tripl exceed",
  down: "fell fall drop decreas declin lower down shrank shrink shrunk worsen lost loss slip halv plung",
  most: "highest largest biggest most best greatest leading strongest top led leads",
  least: "lowest smallest least worst fewest weakest",
  cause: "because due cause causes caused thanks driven drove owing reason reasons explain explained",
};

const STEMS: Readonly<Record<string, Lists>> = {
  en: ENGLISH,
  de: {
    up: "stieg steig gestiegen wuchs wachs gewachsen zunahm zugenommen erhoht hoher mehr gewonnen",
    down: "fiel fall gefallen sank sink gesunken ruckgang abnahm abgenommen weniger niedriger verlor verlust",
    most: "hochst grosst meist starkst best fuhr",
    least: "niedrigst kleinst wenigst schwachst schlechtest",
    cause: "weil wegen aufgrund grund dank ursache verursacht",
  },
  fr: {
    up: "augment hausse croiss crois progress gagn superieur",
    down: "baiss diminu recul chut perdu perte inferieur",
    most: "maximum meilleur premier",
    least: "minimum pire dernier",
    cause: "parce cause grace raison",
  },
  es: {
    up: "subi subio aument crec gan mejor superior",
    down: "baj cay caid disminu perdi inferior peor",
    most: "maxim mayor mejores",
    least: "minim menor peores",
    cause: "porque debido causa gracias razon",
  },
  it: {
    up: "aument cresc cresciut salit guadagn superior",
    down: "diminu cal scend sces perdit perso inferior",
    most: "massim maggior miglior",
    least: "minim minor peggior",
    cause: "perche causa grazie ragion dovut",
  },
  nl: {
    up: "steeg gestegen stijg groei gegroeid toename hoger meer",
    down: "daal gedaald daling afname lager minder verlies verloor",
    most: "hoogst grootst meest best",
    least: "laagst kleinst minst slechtst",
    cause: "omdat wegens oorzaak veroorzaakt dankzij reden",
  },
  pt: {
    up: "subi subiu aument cresc ganh superior",
    down: "cai caiu desc diminu perd inferior",
    most: "maxim maior melhor",
    least: "minim menor pior",
    cause: "porque devido causa gracas razao",
  },
};

/** Null for a language whose claims can't be told: nothing is written in it. */
export function claimWordsOf(language: string): ClaimWords | null {
  const lists = Object.hasOwn(STEMS, language) ? STEMS[language] : undefined;
  if (!lists) return null;
  const pattern = (of: keyof ClaimWords): RegExp => {
    // A text in another language may still claim something in English.
    const stems = [...new Set([lists[of], ENGLISH[of]])].join(" ").replaceAll(" ", "|");
    return new RegExp(`(?<![\\p{L}\\p{N}])(?:${stems})\\p{L}*`, "giu");
  };
  return {
    up: pattern("up"),
    down: pattern("down"),
    most: pattern("most"),
    least: pattern("least"),
    cause: pattern("cause"),
  };
}
