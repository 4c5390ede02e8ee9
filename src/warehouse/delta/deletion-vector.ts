import { open } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32 } from "./crc32.js";
import { readRoaring } from "./roaring-bitmap.js";
import { decodeZ85 } from "./z85.js";

const MAGIC = 1681511377;
const UUID_CHARACTERS = 20;

/** Descriptor of the rows of a file that are deleted. https://github.com/delta-io/delta/blob/master/PROTOCOL.md#deletion-vectors */
export interface DeletionVector {
  /** u: file named by a UUID below the table; p: absolute path; i: inline. */
  storageType: "u" | "p" | "i";
  pathOrInlineDv: string;
  offset?: number | null | undefined;
  sizeInBytes: number;
  cardinality: number;
}

/** Identity of a vector: a file with another vector is another file of the table. */
export function vectorId(vector: DeletionVector | null): string {
  return vector === null ? "" : `${vector.storageType}${vector.pathOrInlineDv}@${vector.offset ?? ""}`;
}

/** Positions of the deleted rows, ascending. Throws RangeError where the vector is damaged. */
export async function deletedRows(tableFolder: string, vector: DeletionVector): Promise<number[]> {
  const bitmap =
    vector.storageType === "i" ? decodeZ85(vector.pathOrInlineDv) : await storedBitmap(tableFolder, vector);
  const rows = readBitmapArray(bitmap);
  if (rows.length !== vector.cardinality) {
    throw new RangeError(`a deletion vector holds ${rows.length} rows instead of ${vector.cardinality}`);
  }
  return rows;
}

async function storedBitmap(tableFolder: string, vector: DeletionVector): Promise<Buffer> {
  const file = await open(vectorFile(tableFolder, vector), "r");
  try {
    const bytes = Buffer.alloc(vector.sizeInBytes + 8);
    await file.read(bytes, 0, bytes.length, vector.offset ?? 1);
    const size = bytes.readUInt32BE(0);
    const bitmap = bytes.subarray(4, 4 + vector.sizeInBytes);
    if (size !== vector.sizeInBytes || bytes.readUInt32BE(4 + size) !== crc32(bitmap)) {
      throw new RangeError("a deletion vector does not match its checksum");
    }
    return bitmap;
  } finally {
    await file.close();
  }
}

function vectorFile(tableFolder: string, { storageType, pathOrInlineDv }: DeletionVector): string {
  if (storageType === "p") {
    const path = pathOrInlineDv.startsWith("file:") ? fileURLToPath(pathOrInlineDv) : pathOrInlineDv;
    if (!isAbsolute(path)) throw new RangeError("a deletion vector lies outside of the local files");
    return path;
  }
  const prefix = pathOrInlineDv.slice(0, -UUID_CHARACTERS);
  const hex = decodeZ85(pathOrInlineDv.slice(-UUID_CHARACTERS)).toString("hex");
  const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return join(tableFolder, prefix, `deletion_vector_${uuid}.bin`);
}

/** A 64-bit Roaring bitmap: 32-bit ones, each with the upper half of its members. */
function readBitmapArray(bytes: Buffer): number[] {
  const magic = bytes.readUInt32LE(0);
  if (magic !== MAGIC) throw new RangeError(`a deletion vector has the unknown format ${magic}`);
  const count = Number(bytes.readBigUInt64LE(4));
  const rows: number[] = [];
  let at = 12;
  for (let left = count; left > 0; left -= 1) {
    const high = bytes.readUInt32LE(at) * 2 ** 32;
    const { members, end } = readRoaring(bytes, at + 4);
    for (const low of members) rows.push(high + low);
    at = end;
  }
  return rows;
}
