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
