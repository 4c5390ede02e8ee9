/** An answer from the model alone. */
export interface Definition {
  headline: string;
  narrative: string;
  citations: { title: string; file: string }[];
  /** What the words were taken to ask about. */
  subject: string;
  followUps: string[];
  /** SQL to show where the definition is about a statement. */
  sql?: string | null;
}

/** The text with a full stop. */
export function ended(text: string): string {
  const plain = text.trim();
  return /[.!?]$/.test(plain) ? plain : `${plain}.`;
}
