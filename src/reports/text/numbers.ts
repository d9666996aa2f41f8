/**
 * Numbers and sizes as tools print them. Each function returns undefined if the text as a whole is not such a number, or if the
 * number is too large to be exact (2^53 and above).
 */

// Separators between digits: a space, a no-break space, a narrow no-break space, an apostrophe of either kind, an underscore.
const blankSeparator = /(?<=\d)[ \u00a0\u202f'’_](?=\d)/g;

/**
 * A whole number, with or without a sign and separators between groups of digits in the style of any locale: `1048576`,
 * `1,048,576`, `1.048.576`, `1 048 576`, `+230`. `factor` multiplies it, as for a number of pages.
 */
export function parseCount(text: string | undefined, factor = 1): number | undefined {
  const digits = (text ?? '').trim().replaceAll(blankSeparator, '');
  if (!/^[+-]?\d/.test(digits)) return undefined;
  // The last group has three digits; in Indian notation the others have two.
  const isGrouped = /^[+-]?\d{1,3}(?:,\d{2,3})*,\d{3}$|^[+-]?\d{1,3}(?:\.\d{3})+$/.test(digits);
  const value = Number(isGrouped ? digits.replaceAll(/[.,]/g, '') : digits) * factor;
  return /^[+-]?\d+$/.test(digits) || isGrouped ? exact(value) : undefined;
}

/**
 * A number that may have a fraction or an exponent: `53.1`, `-152.6`, `1.5e9`, `53,1`, `1,234.5`, `1.234,5`. A single
 * point starts the fraction. So does a single comma, unless exactly three digits follow it: `15,145` is 15145.
 */
export function parseDecimal(text: string | undefined): number | undefined {
  const digits = (text ?? '').trim().replaceAll(blankSeparator, '');
  const plain = toPlainDecimal(digits);
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(plain)) return undefined;
  const value = Number(plain);
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : undefined;
}

/** The number with a point before its fraction and no separators. */
function toPlainDecimal(digits: string): string {
  if (/^[+-]?\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?$/.test(digits)) return digits.replaceAll(',', '');
  if (/^[+-]?\d{1,3}(?:\.\d{3})+,\d+$/.test(digits))
    return digits.replaceAll('.', '').replace(',', '.');
  return digits.replace(',', '.');
}

const powers: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4, p: 5 };

/**
 * Bytes from a number and its unit: `1.5` and `GiB`, `mb`, `K`, `bytes` or nothing. Units with an `i` are powers of 1024. `kB`, `MB`
 * and single letters are powers of `base`, which depends on the tool. The result is rounded and may be negative.
 */
export function parseBytes(
  amount: string | undefined,
  unit = '',
  base: 1000 | 1024 = 1024,
): number | undefined {
  const value = parseDecimal(amount);
  if (value === undefined) return undefined;
  const power = powers[unit.charAt(0).toLowerCase()] ?? 0;
  return exact(Math.round(value * (/i/i.test(unit) ? 1024 : base) ** power));
}

/** A whole number in hexadecimal, with or without `0x`. */
export function parseHex(text: string | undefined): number | undefined {
  const [, digits] = /^(?:0x)?([\da-f]+)$/i.exec(text ?? '') ?? [];
  return digits === undefined ? undefined : exact(Number.parseInt(digits, 16));
}

const exact = (value: number): number | undefined =>
  Number.isSafeInteger(value) ? value : undefined;
