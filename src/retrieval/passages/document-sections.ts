/** One part of a document under its own heading. */
export interface DocumentSection {
  /** Null for what stands before the first heading. */
  heading: string | null;
  text: string;
}

const HEADING = /^#{1,6}\s+(.+?)\s*#*\s*$/;

/** A Markdown body cut at its headings; headings inside fenced code do not count, parts without text are left out. */
export function sectionsOf(body: string): DocumentSection[] {
  const sections: DocumentSection[] = [];
  let heading: string | null = null;
  let lines: string[] = [];
  let fenced = false;
  const close = (): void => {
    const text = lines.join("\n").trim();
    if (text !== "") sections.push({ heading, text });
    lines = [];
  };
  for (const line of body.split(/\r?\n/)) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    const found = fenced ? null : HEADING.exec(line);
    if (found) {
      close();
      heading = found[1] ?? null;
    } else {
      lines.push(line);
    }
  }
  close();
  return sections;
}

const ENTRY = /^[-*]\s+[*_`]*([^:*_`]{1,60}?)[*_`]*:[*_`]*\s+(\S.*)$/;

/**
 * The parts of a glossary: every list item that reads "term: what it means" is a part of its own under its term, the rest as
 * in any document. Lines that follow an item without a blank belong to it.
 */
export function entriesOf(body: string): DocumentSection[] {
  return sectionsOf(body).flatMap(({ heading, text }) => {
    const entries: DocumentSection[] = [];
    const others: string[] = [];
    let open: DocumentSection | null = null;
    for (const line of text.split("\n")) {
      const entry = ENTRY.exec(line);
      if (entry) {
        open = { heading: entry[1]?.trim() ?? null, text: entry[2] ?? "" };
        entries.push(open);
      } else if (open !== null && /^\s+\S/.test(line)) {
        open.text += ` ${line.trim()}`;
      } else {
        open = null;
        others.push(line);
      }
    }
    const rest = others.join("\n").trim();
    return [...(rest === "" ? [] : [{ heading, text: rest }]), ...entries];
  });
}
