const exponents: Readonly<Record<string, number>> = { '': 0, B: 0, K: 1, M: 2, G: 3, T: 4, P: 5 };

/** A whole number as printed. A number too long to be one is held at the largest that can be added up without loss. */
export const countOf = (digits: string): number =>
  Math.min(Math.round(Number(digits)), Number.MAX_SAFE_INTEGER) || 0;

/**
 * Bytes of a size in powers of 1024, which Go and the JVM mean whether they write `kB`, `KB`, `K` or `KiB`:
 * `22264.53kB`, `38M`, `65536K`, `0.0B`. A number without a unit is bytes.
 */
export function binarySize(digits: string, unit = ''): number {
  const exponent = exponents[unit.slice(0, 1).toUpperCase()] ?? 0;
  return countOf(String(Number(digits) * 1024 ** exponent));
}
