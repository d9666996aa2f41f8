import type { Fact, FactKey } from '../../report.ts';

/** Bytes of a number the kernel prints in units of `unit` bytes; undefined if it is no size that memory can have. */
export function sizeOf(digits: string | undefined, unit = 1024): number | undefined {
  if (digits === undefined || digits === '') return undefined;
  const bytes = Number(digits) * unit;
  return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : undefined;
}

/** One fact, or none where the value is not known. */
export const factOf = (key: FactKey, value: number | string | undefined, at?: number): Fact[] =>
  value === undefined ? [] : [{ key, value, ...(at === undefined ? {} : { at }) }];
