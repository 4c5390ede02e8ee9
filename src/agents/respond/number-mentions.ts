/** A number as it stands in a text. `value` in full units (12.3% is 0.123, $1.2M is 1,200,000); `step` is one unit of its last written digit. */
export interface NumberMention {
  text: string;
  at: number;
  value: number;
  step: number;
}

const NUMBER =
  /(?<![\p{L}\p{N}.,])(?<sign>[-−–]\s?)?(?:[$€£¥₹]\s?)?(?<digits>\d[\d,]*(?:\.\d+)?|\.\d+)(?:\s?(?<suffix>%|percentage points?\b|percent\b|points?\b|thousand\b|million\b|billion\b|trillion\b|bn\b|[kKMB]\b))?/gu;

const SCALES: Record<string, number> = {
  "%": 0.01,
  percent: 0.01,
  "percentage point": 0.01,
  point: 0.01,
  thousand: 1e3,
  k: 1e3,
  million: 1e6,
  m: 1e6,
  billion: 1e9,
  bn: 1e9,
  b: 1e9,
  trillion: 1e12,
};

/** Every number of a text, in order. */
export function numberMentions(text: string): NumberMention[] {
  return [...text.matchAll(NUMBER)].map((match) => {
    const { sign, digits = "", suffix } = match.groups ?? {};
    const scale = SCALES[(suffix ?? "").toLowerCase().replace(/points$/, "point")] ?? 1;
    const plain = digits.replace(/,/g, "").replace(/\.$/, "");
    const decimals = plain.split(".")[1]?.length ?? 0;
    const size = Number(plain) * scale;
    return {
      text: match[0],
      at: match.index,
      value: sign ? -size : size,
      step: 10 ** -decimals * scale,
    };
  });
}

/** Does the mention stand for the value, rounded to its written digits? */
export function standsFor(mention: NumberMention, value: number): boolean {
  return Math.abs(mention.value - value) <= mention.step / 2 + Math.abs(value) * 1e-12 + mention.step * 1e-6;
}
