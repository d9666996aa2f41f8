export type Point = readonly [x: number, y: number];

/** Most points of a series that is drawn: more than a screen is wide. */
export const maxPoints = 2000;

/**
 * At most `mostPoints` of many points in the order of x. Keeps the first and the last point and, of every stretch, the
 * lowest and the highest, so no peak is lost.
 */
export function thinPoints(points: readonly Point[]): readonly Point[] {
  if (points.length <= maxPoints) return points;
  const stretches = maxPoints / 2 - 1;
  const inner = points.slice(1, -1);
  const kept = Array.from({ length: stretches }, (_, index) => {
    const from = Math.floor((index * inner.length) / stretches);
    const to = Math.floor(((index + 1) * inner.length) / stretches);
    return findExtremes(inner, from, to);
  });
  return [...points.slice(0, 1), ...kept.flat(), ...points.slice(-1)];
}

function findExtremes(points: readonly Point[], from: number, to: number): readonly Point[] {
  let low = from;
  let high = from;
  for (let index = from; index < to; index += 1) {
    const y = points[index]?.[1] ?? 0;
    if (y < (points[low]?.[1] ?? 0)) low = index;
    if (y > (points[high]?.[1] ?? 0)) high = index;
  }
  const chosen = low === high ? [low] : [Math.min(low, high), Math.max(low, high)];
  return chosen.flatMap((index) => {
    const point = points[index];
    return point ? [point] : [];
  });
}
