import { describe, expect, it } from "vitest";
import type { FakeReply } from "../llm/testing/fake-mistral.js";
import { json, modelAgents, turnover } from "./testing/model-agents.js";
import { draftOf } from "./testing/model-replies.js";
import { questionOf } from "./testing/stand-ins.js";

const { agents, askWith } = modelAgents();

const reading = (language: string, said: [measure: string, field: string, period: string]) =>
  json(
    draftOf({
      language,
      measures: ["Turnover"],
      group_by: [{ field: "Store", by: "value" }],
      periods: ["last month"],
      words: [
        { words: said[0], as: "measure", name: "Turnover" },
        { words: said[1], as: "field", name: "Store" },
        { words: said[2], as: "period", name: "last month" },
      ],
    }),
  );
const QUESTIONS = {
  de: "Wie hoch war der Umsatz pro Filiale im letzten Monat?",
  fr: "Quel était le chiffre d'affaires par magasin le mois dernier ?",
};
const READINGS = {
  de: reading("de", ["Umsatz", "pro Filiale", "letzten Monat"]),
  fr: reading("fr", ["chiffre d'affaires", "par magasin", "mois dernier"]),
};
const text = (headline: string): FakeReply => json({ headline, narrative: "" });
const GERMAN = "Der Umsatz steht je Filiale in der Tabelle.";
const FRENCH = "Le chiffre d'affaires par magasin est dans le tableau.";

describe("a question in another language", () => {
  it.each([
    ["de", GERMAN],
    ["fr", FRENCH],
  ] as const)("is answered in it, over the same rows: %s", async (language, headline) => {
    const { answer, calls, grounds } = await askWith(
      { reading: READINGS[language], text: text(headline) },
      QUESTIONS[language],
    );
    expect(answer).toMatchObject({ status: "answered", headline });
    expect(new Map(answer.rows as [string, number][])).toEqual(turnover("2024-07"));
    expect(calls.slice(-2)).toEqual(["reading mistral-small-latest", "text mistral-large-latest"]);
    expect(grounds.slice(-2)).toEqual(["plan ledger_incomplete", "write language"]);
    expect(calls.length).toBeLessThanOrEqual(4);
  });

  it.each([
    ["is in English", text("The turnover of the stores is in the table.")],
    ["claims in English what its language's words would not show", text("Turnover fell in the last month.")],
    ["mixes an English claim in", text("Der Umsatz der Filialen: turnover fell in der Tabelle.")],
    ["is in a third language", text(FRENCH)],
    ["has a number of its own", text("Der Umsatz war in der Tabelle 123,456.")],
    ["does not come", { kind: "status", status: 400 }],
    ["is no text", { kind: "text", text: "Das geht nicht." }],
  ] as [string, FakeReply][])("keeps the template, and says so, where the text %s", async (_, reply) => {
    const { answer } = await askWith({ reading: READINGS.de, text: reply }, QUESTIONS.de);
    expect(new Map(answer.rows as [string, number][])).toEqual(turnover("2024-07"));
    expect(answer.headline).toContain("Turnover");
    expect(answer.uncertainty).toContain(
      'No text in the language "de" could be proved, so this one is in English.',
    );
  });

  it("gets no text in a language whose claims can't be checked", async () => {
    const { answer, calls } = await askWith(
      { reading: reading("sv", ["Umsatz", "pro Filiale", "letzten Monat"]), text: text("x") },
      QUESTIONS.de,
    );
    expect(calls.at(-1)).toContain("reading");
    expect(answer.status === "answered" ? answer.uncertainty.join(" ") : '"sv"').toContain('"sv"');
  });

  it.each([
    ...Object.values(QUESTIONS),
    "¿Cuáles fueron las ventas por tienda el mes pasado?",
    "先月の売上は？",
  ])("is refused plainly without a model: %s", async (question) => {
    const { answer } = await agents().answerer.answer(questionOf(question));
    expect(answer.refusal).toEqual({
      code: "not_supported",
      message: "Only questions in English are read; ask again in English.",
    });
  });

  it("is refused plainly while the model is out, with the reason", async () => {
    const down: FakeReply = { kind: "status", status: 400 };
    const { answer } = await askWith({ kind_of_question: down, reading: down }, QUESTIONS.fr);
    expect(answer.refusal?.message).toContain("Only questions in English");
    expect(answer.uncertainty.join(" ")).toContain("does without one");
  });
});
