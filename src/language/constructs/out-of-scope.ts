import type { RefusalCode } from "../../contracts/reading.js";
import type { Construct, Scene } from "../claim.js";
import { type Refusal, refusing } from "../frame.js";
import { phraseTable } from "../phrase-table.js";

interface Refused {
  code: RefusalCode;
  say: (words: string) => string;
  /** A number that could be computed from the rows, though not by a metric query. */
  statistic?: true;
  /** Only where the phrase opens the question, perhaps after "please" or "can you". */
  opening?: true;
}

const FORECAST: Refused = {
  code: "not_supported",
  say: (words) => `"${words}" asks about what is not yet in the data; only what happened can be answered.`,
};
const ADVICE: Refused = {
  code: "not_supported",
  say: (words) =>
    `"${words}" asks for a judgement that the data cannot give; ask for the numbers that would inform it.`,
};
const ACTION: Refused = {
  code: "not_supported",
  say: (words) =>
    `"${words}" asks for an action; questions about the data are answered, nothing is changed or sent.`,
  opening: true,
};
const UNSAFE: Refused = {
  code: "unsafe",
  say: (words) =>
    `"${words}" asks to go round the rules; what you may see is fixed by the workspace's policy.`,
};
const CHAT: Refused = {
  code: "not_a_data_question",
  say: () => "That is not a question about this data. Ask for a measure, by a field or for a period.",
};

const METHOD: Refused = {
  code: "not_supported",
  say: (words) => `"${words}" is not computed here; ask for the plain numbers by day, week or month.`,
  statistic: true,
};

const RULES =
  "rules|rule|instructions|instruction|policy|policies|restrictions|restriction|permissions|permission|guardrails|guidelines|limits|prompt|filters|safety|security|access";
const PHRASES = phraseTable<Refused>([
  [
    "forecast|forecasts|forecasted|forecasting|predict|predicts|predicted|prediction|predictions|projection|projections|projected|extrapolate|extrapolation",
    FORECAST,
  ],
  ["forecast|predict|project|estimate|extrapolate the|our|my?", { ...FORECAST, opening: true }],
  ["will|shall", FORECAST],
  ["what|how|which|when|where|who much|many? will", FORECAST],
  ["is|are|am i|we|it? going to", FORECAST],
  ["expect|expected|expecting to?", FORECAST],
  ["what if", FORECAST],
  [
    "correlation|correlate|correlated|regression|percentile|percentiles|quartile|quartiles|outlier|outliers|anomaly|anomalies|stdev",
    METHOD,
  ],
  ["standard deviation", METHOD],
  ["simulate|simulation|scenario", FORECAST],
  ["should i|we|you|they|it", ADVICE],
  ["what|which|how|who|where should i|we|you|they", ADVICE],
  ["who|what should", ADVICE],
  ["recommend|recommendation|recommendations|suggest|advise|advice|suggestion|suggestions", ADVICE],
  [
    "how can|could|do|should|might we|i increase|improve|grow|reduce|boost|raise|lower|cut|fix|optimize|optimise",
    ADVICE,
  ],
  ["optimize|optimise|optimal", ADVICE],
  [
    "send|email|mail|post|delete|update|schedule|notify|remind|insert|cancel|refund|approve|assign|upload|publish|rename|pay|hire|fire|text|message|book|buy|purchase|write|edit|modify|create|add|save|alert|subscribe|export|download|translate|set|move|transfer|change|remove|drop|erase|truncate|overwrite|close|open|call|ship|order",
    ACTION,
  ],
  [
    `ignore|disregard|forget|bypass|override|circumvent|disable|skip|break|violate all|any|your|the|my|previous|prior|these? previous|prior|above|your? ${RULES}`,
    UNSAFE,
  ],
  [`ignore|disregard|bypass|override all|any of|the? your|the|previous ${RULES}`, UNSAFE],
  ["you may|must|should|are|can not|allowed|supposed|to? not|to? show|see|tell|share", UNSAFE],
  ["i am|may|can not allowed|supposed|see|permitted to? see?", UNSAFE],
  ["not allowed|supposed|permitted to? see|show|view|access|know?", UNSAFE],
  ["pretend|act|roleplay|behave you|as|like? are|if|an?", UNSAFE],
  ["without|despite your? permission|permissions|restrictions|authorization|authorisation", UNSAFE],
  ["system|hidden|initial prompt|instructions", UNSAFE],
  ["jailbreak|sudo|admin mode", UNSAFE],
  ["password|passwords|api key|keys", UNSAFE],
  ["how are you doing|today?", CHAT],
  ["who are|made|built|created you", CHAT],
  ["what is your name|job|age", CHAT],
  ["are you a? human|robot|real|bot|ai|there|ok", CHAT],
  ["tell me a? joke|story|secret", CHAT],
  ["joke|jokes|poem|haiku|recipe|weather|lyrics|song|horoscope", CHAT],
  ["i love|hate|like you", CHAT],
  ["thank you so|very much?", CHAT],
  ["nice|great|good|well job|work|done|one|answer", CHAT],
  ["what time is it", CHAT],
  ["what day is it|today", CHAT],
  ["meaning of life", CHAT],
  ["good|bye morning|evening|afternoon|night|bye|day", CHAT],
  ["goodbye|bye|lol|haha|wow|cool|awesome|perfect", CHAT],
]);
/** A name of the workspace ("Forecast", "Order") is meant before any of these. */
const COST = 0.9;
const POLITE = new Set(
  "please kindly can could would will you now just hey hi ok okay and then i want need to let lets us us me help".split(
    " ",
  ),
);

/** Forecasts, advice, actions, ways round the rules and small talk: refused by name. */
export const outOfScope: Construct = {
  name: "out of scope",
  turn: 10,
  propose: (scene) =>
    PHRASES.matches(scene.words)
      .filter(({ from, value }) => !value.opening || opens(scene, from))
      .map(({ from, to, value }) => {
        const words = scene.words
          .slice(from, to)
          .map(({ text }) => text)
          .join(" ");
        const refusal: Refusal = { code: value.code, message: value.say(words) };
        if (value.statistic) refusal.statistic = true;
        return {
          from,
          to,
          cost: to - from > 2 ? COST / 2 : COST,
          as: value === ADVICE ? "advice" : "out of scope",
          refusal,
          mark: (frame) => {
            frame.problem = refusing(refusal);
          },
        };
      }),
};

function opens(scene: Scene, from: number): boolean {
  return scene.words.slice(0, from).every(({ norm }) => POLITE.has(norm)) && scene.thread.open === null;
}
