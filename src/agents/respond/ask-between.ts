import type { Asking, Work } from "../state.js";

/** One question between readings that give different numbers, each with its own. */
export function askBetween(works: Work[], previews: (string | null)[]): Asking {
  const words = ambiguousWords(works);
  const labels = distinctLabels(works);
  const about = words === null ? "this" : `"${words}"`;
  return {
    shown: {
      question: `What do you mean by ${about}: ${listed(labels)}?`,
      options: works.map(({ question }, index) => {
        const preview = previews[index];
        return { label: labels[index] ?? question, question, ...(preview ? { preview } : {}) };
      }),
    },
    options: works.map(({ question, query }, index) => ({
      label: labels[index] ?? question,
      question,
      query,
    })),
  };
}

/** The words that the readings bound differently; null where they can't be named: a model puts the same binding in other words. */
function ambiguousWords([first, ...others]: Work[]): string | null {
  if ([first, ...others].some((work) => work?.source === "model")) return null;
  const differing = (first?.ledger ?? []).filter(
    ({ words, as, kind }) =>
      words !== "" &&
      kind !== "ignorable" &&
      others.some(({ ledger }) => !ledger.some((e) => e.words === words && e.as === as)),
  );
  return differing[0]?.words ?? null;
}

function distinctLabels(works: Work[]): string[] {
  const labels = works.map(({ label, question }) => label || question);
  return labels.map((label, index) =>
    labels.filter((other) => other === label).length > 1 ? (works[index]?.question ?? label) : label,
  );
}

function listed(labels: string[]): string {
  if (labels.length < 2) return labels.join("");
  return `${labels.slice(0, -1).join(", ")} or ${labels.at(-1)}`;
}
