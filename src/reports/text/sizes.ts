/** Numbers and sizes as tools print them. Each gives a finite number, at most `largest`. */

const largest = Number.MAX_SAFE_INTEGER;

/** A whole number: `1,048,576`, `1 048 576`, `1.048.576` or `+230`; 0 if there is no number. Group separators of any locale are dropped. */
export function parseCount(text: string): number {
  const value = Number(text.replaceAll(/[^\d-]/g, ''));
  return Number.isFinite(value) ? Math.min(Math.max(value, -largest), largest) : 0;
}

/** `53.1`, `-152.6`, `1,234.5`; 0 if there is no number. */
export function parseDecimal(text: string): number {
  const value = Number(text.replaceAll(/[^\d.eE+-]/g, ''));
  return Number.isFinite(value) ? Math.min(Math.max(value, -largest), largest) : 0;
}

const powers: Readonly<Record<string, number>> = { b: 0, k: 1, m: 2, g: 3, t: 4, p: 5 };

/** Bytes of a number with a unit that the tool counts in powers of 1024, whether it writes KiB, KB, kB or K; without a unit, bytes. Rounded. */
export const binaryBytes = (amount: string, unit = ''): number =>
  scaled(parseDecimal(amount), unit, 1024);

/** Bytes of a number with a unit that the tool counts in powers of 1000. Rounded. */
export const decimalBytes = (amount: string, unit: string): number =>
  scaled(parseDecimal(amount), unit, 1000);

function scaled(amount: number, unit: string, base: number): number {
  const bytes = Math.round(amount * base ** (powers[unit.charAt(0).toLowerCase()] ?? 0));
  return Math.min(Math.max(bytes, -largest), largest);
}
