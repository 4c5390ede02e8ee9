import type { Passage } from "../../src/contracts/retrieval.js";

export interface GeneratedQuestion {
  question: string;
  /** Id of the passage of the one table that it is about. */
  table: string;
  /** In words that the table's description uses, or in others of the same meaning. */
  wording: "own" | "other";
}

/** A subject and a measure in the words of descriptions, and in words that people use for them instead. */
const SUBJECTS: [string, string][] = [
  ["invoices", "bills sent to clients"],
  ["employees", "staff members"],
  ["shipments", "deliveries"],
  ["patients", "people in hospital"],
  ["purchases", "things bought"],
  ["vehicles", "cars and trucks"],
  ["students", "pupils"],
  ["flights", "plane trips"],
  ["hotels", "places to stay"],
  ["insurance claims", "compensation requests"],
  ["loans", "money lent"],
  ["suppliers", "vendors"],
  ["warehouses", "storage sites"],
  ["support tickets", "help requests"],
  ["subscriptions", "recurring plans"],
  ["advertising campaigns", "marketing pushes"],
  ["machines", "equipment"],
  ["crops", "harvested plants"],
  ["restaurants", "places to eat"],
  ["web visits", "site traffic"],
];
const MEASURES: [string, string][] = [
  ["revenue", "income"],
  ["cost", "expense"],
  ["duration", "how long it took"],
  ["count", "number"],
  ["delay", "lateness"],
  ["satisfaction score", "how happy people are"],
  ["weight", "heaviness"],
  ["discount", "price reduction"],
  ["error rate", "share of mistakes"],
  ["energy use", "electricity consumed"],
];
const PLACES: [string, string][] = [
  ["country", "nation"],
  ["city", "town"],
  ["department", "division"],
  ["product", "article"],
  ["month", "period"],
];
const LEVELS: [string, string][] = [
  ["planned", "forecast"],
  ["actual", "real"],
];

/** Tables of every combination of subject, measure, grouping and level, with one question in own and one in other words for every tenth. */
export function generateTables(count: number): { passages: Passage[]; questions: GeneratedQuestion[] } {
  const combinations = SUBJECTS.flatMap((subject) =>
    MEASURES.flatMap((measure) =>
      PLACES.flatMap((place) => LEVELS.map((level) => ({ subject, measure, place, level }))),
    ),
  ).slice(0, count);
  const passages = combinations.map(({ subject, measure, place, level }, index): Passage => {
    const name = `${level[0]}_${subject[0]}_by_${place[0]}`.replace(/ /g, "_");
    return {
      id: `view:${index}`,
      kind: "view",
      title: name,
      text: `${capital(level[0])} ${measure[0]} of ${subject[0]}.\nMeasures: ${measure[0]}.\nFields: ${place[0]}, date.`,
      relations: [`main.gold.t${index}`],
      file: null,
    };
  });
  const questions = combinations.flatMap(({ subject, measure, place, level }, index): GeneratedQuestion[] => {
    if (index % 10 !== 0) return [];
    const table = `view:${index}`;
    return [
      {
        table,
        wording: "own",
        question: `What was the ${level[0]} ${measure[0]} of ${subject[0]} by ${place[0]}?`,
      },
      {
        table,
        wording: "other",
        question: `Show ${level[1]} ${measure[1]} for ${subject[1]} per ${place[1]}`,
      },
    ];
  });
  return { passages, questions };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
