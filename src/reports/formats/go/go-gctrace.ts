import { createReading, type Line, type Reading, type TextFormat } from '../../report.ts';
import { binaryBytes } from '../../text/sizes.ts';

// gc 5 @13.310s 0%: 0.088+34+0.009 ms clock, 0.17+0/10/54+0.019 ms cpu, 36->36->35 MB, 43 MB goal, 2 P (forced)
const row =
  /\bgc \d+ @(\d+(?:\.\d+)?)s \d+%: [^>]{0,200}?, (\d+)->(\d+)->(\d+) MB, (\d+) MB goal(?:, (\d+) MB stacks)?/;
// scvg: inuse: 5, idle: 6, sys: 11, released: 0, consumed: 11 (MB)   What the scavenger gave back, in traces before Go 1.19.
const scavenger = /\b(?:scvg|scav)\d*:? (?:inuse: |\d+ [KM]i?B)/;

/** `GODEBUG=gctrace=1` of Go 1.5 and later: a line for each collection; MB are 2^20 bytes. */
export const goGctrace: TextFormat = {
  id: 'go-gctrace',
  label: 'Go gctrace',
  tool: 'trace-gc',
  prefilter: /\bgc \d+ @\d[\d.]*s \d+%: /,

  read(lines) {
    const readings: Reading[] = [];
    let consumed: Line[] = [];
    let points: { seconds: number; live: number; goal: number }[] = [];
    const close = () => {
      if (points.length > 0)
        readings.push(createReading('go-gctrace', consumed, { series: buildSeries(points) }));
      consumed = [];
      points = [];
    };
    for (const line of lines) {
      const match = row.exec(line.text);
      if (match) {
        const [, clock = '', , , live = '', goal = ''] = match;
        const seconds = Number(clock);
        // The clock counts from the start of the program, so an earlier time is another run.
        if (seconds < (points.at(-1)?.seconds ?? 0)) close();
        points.push({ seconds, live: binaryBytes(live, 'M'), goal: binaryBytes(goal, 'M') });
      } else if (points.length === 0 || !scavenger.test(line.text)) continue;
      consumed.push(line);
    }
    close();
    return readings;
  },
};

const buildSeries = (points: readonly { seconds: number; live: number; goal: number }[]) => [
  {
    name: 'live heap after GC',
    unit: 'B' as const,
    over: 'seconds' as const,
    points: points.map(({ seconds, live }) => [seconds, live] as const),
  },
  {
    name: 'heap goal',
    unit: 'B' as const,
    over: 'seconds' as const,
    points: points.map(({ seconds, goal }) => [seconds, goal] as const),
  },
];
