type Json = Record<string, unknown>;

/** All words of an activity as Teams draws it: its text and its card, without what a card hides. */
export function shownWords(activity: Json): string {
  const words = [activity.text, ...drawnParts(activity).flatMap(({ text, title }) => [text, title])];
  return words
    .filter((word) => typeof word === "string")
    .join("\n")
    .replaceAll("\u200b", "");
}

/** The buttons of an activity's card that call the bot. */
export function executeActions(activity: Json): Json[] {
  return drawnParts(activity).filter(({ type }) => type === "Action.Execute");
}

function drawnParts({ attachments = [] }: Json): Json[] {
  return (attachments as Json[]).flatMap(({ content }) => partsIn((content as Json).body));
}

function partsIn(part: unknown): Json[] {
  if (Array.isArray(part)) return part.flatMap(partsIn);
  if (typeof part !== "object" || part === null) return [];
  const own = part as Json;
  return own.isVisible === false ? [] : [own, ...Object.values(own).flatMap(partsIn)];
}
