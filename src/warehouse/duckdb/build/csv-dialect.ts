import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { AppError } from "../../../contracts/errors.js";

const DELIMITERS = [",", ";", "\t", "|"];
const SAMPLE_BYTES = 1 << 20;

export interface CsvDialect {
  delimiter: string;
  /** Names of the header line, as written. */
  header: string[];
}

/** Reads the header line: its delimiter is the one that cuts it most often outside quotes. Throws AppError where there is no header. */
export async function csvDialect(file: string): Promise<CsvDialect> {
  const sample = (await firstText(file)).replace(/^\uFEFF/, "");
  const line = sample.slice(0, endOfRecord(sample));
  if (line.trim() === "") throw noHeader(file);
  const cuts = DELIMITERS.map((delimiter) => ({ delimiter, header: splitRecord(line, delimiter) }));
  const best = cuts.reduce((a, b) => (b.header.length > a.header.length ? b : a));
  return best;
}

async function firstText(file: string): Promise<string> {
  const raw = createReadStream(file);
  const stream = file.endsWith(".gz") ? raw.pipe(createGunzip()) : raw;
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of stream) {
      parts.push(part);
      size += part.length;
      if (size >= SAMPLE_BYTES) break;
    }
  } finally {
    raw.destroy();
  }
  return Buffer.concat(parts).toString("utf8");
}

function endOfRecord(text: string): number {
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    else if (/[\r\n]/.test(text[at] ?? "") && !quoted) return at;
  }
  return text.length;
}

function splitRecord(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at];
    if (char === '"' && quoted && line[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (char === '"') quoted = !quoted;
    else if (char === delimiter && !quoted) {
      cells.push(cell.trim());
      cell = "";
    } else cell += char;
  }
  return [...cells, cell.trim()];
}

function noHeader(file: string): AppError {
  return new AppError(
    "bad_source",
    "configuration",
    `${file} has no header line.`,
    "Write the names of the columns in the first line.",
  );
}
