export type Point = readonly [x: number, y: number];

/** Maximum number of points of a series that a reader returns: more than a screen is wide. */
export const maxPoints = 2000;

/**
 * Selects at most `maxCount` points (but at least 4) so that the line looks the same: the first, the last, and the lowest and the
 * highest of each stretch in between. A line that is short enough is returned as it is. NaN is neither lowest nor highest.
 */
export function thin<Item>(
  line: readonly Item[],
  maxCount: number,
  heightOf: (item: Item) => number,
): readonly Item[] {
  const last = line.length - 1;
  if (line.length <= Math.max(4, maxCount)) return line;
  const stretches = Math.max(1, Math.floor((maxCount - 2) / 2));
  const kept = new Set([0]);
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const from = 1 + Math.floor((stretch * (last - 1)) / stretches);
    const to = 1 + Math.floor(((stretch + 1) * (last - 1)) / stretches);
    for (const index of findExtremes(line, from, to, heightOf)) kept.add(index);
  }
  return [...kept.add(last)].flatMap((index) => line.slice(index, index + 1));
}

/** Indices of the lowest and the highest item from `from` to before `to`, in ascending order. */
function findExtremes<Item>(
  line: readonly Item[],
  from: number,
  to: number,
  heightOf: (item: Item) => number,
): readonly number[] {
  let [lowest, highest] = [Infinity, -Infinity];
  let [low, high] = [from, from];
  for (const [offset, item] of line.slice(from, to).entries()) {
    const height = heightOf(item);
    if (height < lowest) [lowest, low] = [height, from + offset];
    if (height > highest) [highest, high] = [height, from + offset];
  }
  return low < high ? [low, high] : [high, low];
}

/** As `thin`, for points. */
export const thinPoints = (points: readonly Point[], maxCount = maxPoints): readonly Point[] =>
  thin(points, maxCount, ([, y]) => y);
