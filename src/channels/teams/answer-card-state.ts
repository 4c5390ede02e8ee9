/** What has happened to the card since it was posted; pressing returns the whole card, or Teams would drop the answer. */
export interface CardState {
  vote: "up" | "down" | null;
  corrected: boolean;
  /** Label or question of the button that was pressed; its row is then closed. */
  chosen: string | null;
}

export const FRESH: CardState = { vote: null, corrected: false, chosen: null };
