const NO_RUNS = 12346;
const WITH_RUNS = 12347;
const OFFSETS_FROM = 4;
const ARRAY_UP_TO = 4096;
const BITMAP_BYTES = 8192;

/**
 * Members of a 32-bit Roaring bitmap in its portable form, ascending, and the offset behind it.
 * https://github.com/RoaringBitmap/RoaringFormatSpec
 */
export function readRoaring(bytes: Buffer, start: number): { members: number[]; end: number } {
  let at = start;
  const u16 = () => {
    at += 2;
    return bytes.readUInt16LE(at - 2);
  };
  const u32 = () => {
    at += 4;
    return bytes.readUInt32LE(at - 4);
  };
  const cookie = u32();
  const kind = cookie & 0xffff;
  if (kind !== NO_RUNS && kind !== WITH_RUNS) throw new RangeError(`${cookie} is no Roaring cookie`);
  const size = kind === WITH_RUNS ? (cookie >>> 16) + 1 : u32();
  const runFlags = kind === WITH_RUNS ? bytes.subarray(at, at + Math.ceil(size / 8)) : null;
  at += runFlags?.length ?? 0;
  const containers = Array.from({ length: size }, (_, index) => ({
    high: u16() * 0x10000,
    cardinality: u16() + 1,
    runs: runFlags !== null && ((runFlags[index >> 3] ?? 0) & (1 << (index & 7))) !== 0,
  }));
  if (runFlags === null || size >= OFFSETS_FROM) at += size * 4;
  const members: number[] = [];
  for (const { high, cardinality, runs } of containers) {
    if (runs) {
      for (let left = u16(); left > 0; left -= 1) {
        const first = u16();
        const last = first + u16();
        for (let low = first; low <= last; low += 1) members.push(high + low);
      }
    } else if (cardinality <= ARRAY_UP_TO) {
      for (let left = cardinality; left > 0; left -= 1) members.push(high + u16());
    } else {
      pushBits(bytes.subarray(at, at + BITMAP_BYTES), high, members);
      at += BITMAP_BYTES;
    }
  }
  return { members, end: at };
}

function pushBits(bits: Buffer, high: number, members: number[]): void {
  for (const [index, byte] of bits.entries()) {
    for (let bit = 0; bit < 8; bit += 1) {
      if (byte & (1 << bit)) members.push(high + index * 8 + bit);
    }
  }
}
