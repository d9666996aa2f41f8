/** Seconds of processor time that work takes: unlike the time on a clock, a busy machine does not add to it. */
export function cpuSeconds(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
