/** Values of a frontmatter, compared and merged. The order of fields means nothing; the order of a list does. */

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

export function isSame(one: unknown, other: unknown): boolean {
  if (isList(one) && isList(other))
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  if (!isRecord(one) || !isRecord(other)) return Object.is(one, other);
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  );
}

/** How many entries two lists share at their beginning, and how many of the others at their end. */
export function sharedEnds(
  one: readonly unknown[],
  other: readonly unknown[],
): { readonly start: number; readonly end: number } {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && isSame(one[start], other[start])) start += 1;
  let end = 0;
  while (end < shorter - start && isSame(one.at(-1 - end), other.at(-1 - end))) end += 1;
  return { start, end };
}

/**
 * The original with the edits that somebody made to what was shown of it: where `now` differs from `shown`, what `now` says,
 * else what the original says, which may be more than could be shown.
 */
export function mergeEdits(original: unknown, shown: unknown, now: unknown): unknown {
  if (isSame(shown, now)) return original;
  if (isRecord(original) && isRecord(shown) && isRecord(now)) {
    const kept = Object.keys(original).filter(
      (key) => Object.hasOwn(now, key) || !Object.hasOwn(shown, key),
    );
    const added = Object.keys(now).filter((key) => !Object.hasOwn(original, key));
    return Object.fromEntries(
      [...kept, ...added].map((key) => [
        key,
        Object.hasOwn(now, key) ? mergeEdits(original[key], shown[key], now[key]) : original[key],
      ]),
    );
  }
  if (isList(original) && isList(shown) && isList(now) && original.length === shown.length)
    return mergeLists(original, shown, now);
  return now;
}

/** An entry that has only moved is known by what it says; one that has changed, by its place. */
function mergeLists(
  original: readonly unknown[],
  shown: readonly unknown[],
  now: readonly unknown[],
): unknown[] {
  return now.map((entry, index) => {
    const place = isSame(shown[index], entry)
      ? index
      : shown.findIndex((other) => isSame(other, entry));
    if (place !== -1) return original[place];
    return now.length === shown.length ? mergeEdits(original[index], shown[index], entry) : entry;
  });
}
