import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 as zlibCrc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { crc32 } from "./crc32.js";
import { type DeletionVector, deletedRows } from "./deletion-vector.js";
import { unpackedTable } from "./testing/unpacked-table.js";

const TABLE = unpackedTable("deleted-rows");
const VECTOR: DeletionVector = {
  storageType: "u",
  pathOrInlineDv: "vBn[lx{q8@P<9BNH/isA",
  offset: 1,
  sizeInBytes: 36,
  cardinality: 2,
};
const FILE = "deletion_vector_61d16c75-6994-46b7-a15b-8b538852e50e.bin";

describe("deletion vectors", () => {
  it("reads one that lies beside the data", async () => {
    expect(await deletedRows(TABLE, VECTOR)).toEqual([0, 9]);
  });

  it("reads one by its absolute path", async () => {
    const vector: DeletionVector = { ...VECTOR, storageType: "p", pathOrInlineDv: join(TABLE, FILE) };
    expect(await deletedRows("elsewhere", vector)).toEqual([0, 9]);
  });

  it("reads one that stands in the log itself", async () => {
    const vector: DeletionVector = {
      storageType: "i",
      pathOrInlineDv: "^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L",
      sizeInBytes: 44,
      cardinality: 6,
    };
    expect(await deletedRows(TABLE, vector)).toEqual([3, 4, 7, 11, 18, 29]);
  });

  it("refuses one whose bytes changed", async () => {
    const folder = unpackedTable("deleted-rows");
    const bytes = readFileSync(join(folder, FILE));
    bytes[30] = (bytes[30] ?? 0) ^ 1;
    writeFileSync(join(folder, FILE), bytes);
    await expect(deletedRows(folder, VECTOR)).rejects.toThrow(/checksum/);
  });

  it("refuses one that holds another number of rows than the log says", async () => {
    await expect(deletedRows(TABLE, { ...VECTOR, cardinality: 3 })).rejects.toThrow(/2 rows instead of 3/);
  });
});

describe("crc32", () => {
  it("is the standard one", () => {
    expect(crc32(Buffer.from("123456789"))).toBe(0xcbf43926);
    if (zlibCrc32) expect(crc32(Buffer.from("häufig"))).toBe(zlibCrc32("häufig"));
  });
});
