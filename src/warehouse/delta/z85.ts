const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
const DIGITS = new Map([...ALPHABET].map((char, digit) => [char, digit]));

/** Decodes Z85, the base 85 of ZeroMQ's RFC 32 that Delta uses. Throws RangeError on text that is none. */
export function decodeZ85(text: string): Buffer {
  if (text.length % 5 !== 0) throw new RangeError("Z85 text comes in groups of five characters");
  const bytes = Buffer.alloc((text.length / 5) * 4);
  for (let at = 0; at < text.length; at += 5) {
    let value = 0;
    for (const char of text.slice(at, at + 5)) {
      const digit = DIGITS.get(char);
      if (digit === undefined) throw new RangeError(`"${char}" is no Z85 character`);
      value = value * 85 + digit;
    }
    if (value > 0xffffffff) throw new RangeError("a Z85 group is too large");
    bytes.writeUInt32BE(value, (at / 5) * 4);
  }
  return bytes;
}
