/** Running sums over the events of a heaptrack recording. */
export interface HeaptrackCosts {
  /** Adds a kind of allocation: its size and its stack. The first kind is number 0, the next number 1, and so on. */
  addKind(bytes: number, trace: number): void;
  allocate(kind: number): void;
  free(kind: number): void;
  /** Starts all totals at 0, as heaptrack does when it has attached to a running process. */
  reset(): void;
  /** The maximum number of bytes held since the last call. */
  takeHighest(): number;
  readonly totals: () => { readonly peak: number; readonly leaked: number; readonly calls: number };
  /** Bytes and blocks held at the end or at the peak, for each stack that held any. */
  stacks(when: 'end' | 'peak'): Map<number, { bytes: number; blocks: number }>;
}

export function createHeaptrackCosts(): HeaptrackCosts {
  const sizes: number[] = [];
  const traces: number[] = [];
  const live: number[] = [];
  // Change of each kind since the peak. An entry counts only if its mark is `peakMark`, so a new peak resets all of them at once.
  const gained: number[] = [];
  const marks: number[] = [];
  let peakMark = 0;
  let held = 0;
  let peak = 0;
  let highest = 0;
  let calls = 0;

  function change(kind: number, by: number): void {
    live[kind] = (live[kind] ?? 0) + by;
    gained[kind] = (marks[kind] === peakMark ? (gained[kind] ?? 0) : 0) + by;
    marks[kind] = peakMark;
    held += by * (sizes[kind] ?? 0);
  }

  return {
    addKind(bytes, trace) {
      sizes.push(bytes);
      traces.push(trace);
      live.push(0);
      gained.push(0);
      marks.push(-1);
    },
    allocate(kind) {
      if (kind < 0 || kind >= sizes.length) return;
      calls += 1;
      change(kind, 1);
      if (held > highest) highest = held;
      if (held <= peak) return;
      peak = held;
      peakMark += 1;
    },
    free(kind) {
      if (kind >= 0 && kind < sizes.length) change(kind, -1);
    },
    reset() {
      held = 0;
      peak = 0;
      highest = 0;
      calls = 0;
    },
    takeHighest() {
      const most = highest;
      highest = held;
      return most;
    },
    totals: () => ({ peak, leaked: Math.max(0, held), calls }),
    stacks(when) {
      const stacks = new Map<number, { bytes: number; blocks: number }>();
      for (const [kind, atEnd] of live.entries()) {
        const since = marks[kind] === peakMark ? (gained[kind] ?? 0) : 0;
        const blocks = when === 'end' ? atEnd : atEnd - since;
        if (blocks <= 0) continue;
        const trace = traces[kind] ?? 0;
        const sum = stacks.get(trace) ?? { bytes: 0, blocks: 0 };
        sum.bytes += blocks * (sizes[kind] ?? 0);
        sum.blocks += blocks;
        stacks.set(trace, sum);
      }
      return stacks;
    },
  };
}
