const MS = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const BYTES = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
} as const;

/** Milliseconds of "60s", "500ms", "5m", "36h", "7d"; null where it is none of these. */
export function parseDuration(text: string): number | null {
  return parseQuantity(text, MS);
}

/** Bytes of "50GB", "512 MiB", "1000"; null where it is none of these. */
export function parseSize(text: string): number | null {
  return /^\d+$/.test(text.trim()) ? Number(text) : parseQuantity(text, BYTES);
}

function parseQuantity(text: string, units: Record<string, number>): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim());
  const unit = units[match?.[2]?.toLowerCase() ?? ""];
  return match === null || unit === undefined ? null : Math.round(Number(match[1]) * unit);
}
