import type { Fact, FactKey } from '../report.ts';

/** A list of one fact, or an empty list if the value is undefined, for spreading into `facts`. */
export const optionalFact = (
  key: FactKey,
  value: number | string | undefined,
  at?: number,
): readonly Fact[] =>
  value === undefined ? [] : [{ key, value, ...(at === undefined ? {} : { at }) }];
