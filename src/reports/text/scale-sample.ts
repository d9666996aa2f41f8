/**
 * Estimates what the sampled blocks of one stack stand for. A block of size s is sampled with probability 1 − exp(−s / interval),
 * so count and bytes are divided by that probability for the mean size. The result is truncated, as by pprof (scaleHeapSample in
 * profile/legacy_profile.go of github.com/google/pprof) and where jeprof prints its estimate (AdjustSamples). An interval of 1
 * byte or less, or none, means that every block was recorded; an estimate too large to be exact is not used.
 */
export function scaleSample(
  count: number,
  bytes: number,
  interval: number | undefined,
): { readonly count: number; readonly bytes: number } {
  if (interval === undefined || interval <= 1 || count === 0) return { count, bytes };
  const factor = 1 / (1 - Math.exp(-bytes / count / interval));
  const scaled = { count: Math.trunc(count * factor), bytes: Math.trunc(bytes * factor) };
  const isExact = Number.isSafeInteger(scaled.count) && Number.isSafeInteger(scaled.bytes);
  return isExact ? scaled : { count, bytes };
}
