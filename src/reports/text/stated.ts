import type { Fact, FactKey } from '../report.ts';

/** `1,234` or `1234`. Undefined for no number, and for one too large to be exact. */
export function parseCount(text: string | undefined): number | undefined {
  if (text === undefined || !/^[\d,]*\d$/.test(text)) return undefined;
  const value = Number(text.replaceAll(',', ''));
  return Number.isSafeInteger(value) ? value : undefined;
}

const steps = 'kmgtp';

/**
 * Bytes of an amount with its unit: `1.5` and `GiB`, `mb`, `K`, `B` or nothing. `KiB` counts in 1024 always; whether `kB`,
 * `mb` or a bare letter counts in 1000 or 1024 depends on the tool, so the caller says. Undefined for no number.
 */
export function parseSize(
  amount: string | undefined,
  unit: string,
  base: 1000 | 1024,
): number | undefined {
  const value = Number(
    amount === undefined || amount === '' ? Number.NaN : amount.replace(',', '.'),
  );
  const step = steps.indexOf(unit.charAt(0).toLowerCase() || 'b') + 1;
  const bytes = Math.round(value * (/i/i.test(unit) ? 1024 : base) ** step);
  return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : undefined;
}

/** A fact where there is a value, else nothing: spread it into `facts`. */
export const stated = (
  key: FactKey,
  value: number | string | undefined,
  at?: number,
): readonly Fact[] =>
  value === undefined ? [] : [{ key, value, ...(at === undefined ? {} : { at }) }];
