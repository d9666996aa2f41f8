import {
  parseAddresses,
  parseProfileFrame,
  resolveFrames,
  isLabels,
  type Stack,
} from './go-profile-record.ts';
import {
  createReading,
  type Line,
  type Reading,
  type Site,
  type TextFormat,
} from '../../report.ts';
import { heaviestSites } from '../../text/site-list.ts';
import { parseCount } from '../../text/sizes.ts';

// goroutine profile: total 501
const heading = /^\s*(goroutine|goroutineleak|threadcreate) profile: total (\d+)/;
// 500 @ 0x43a636 0x407dbb
const record = /^\s*(\d+) @((?: 0x[0-9a-f]+)+)\s*$/;

/** `/debug/pprof/goroutine?debug=1` of Go: how many goroutines stand at each stack. Also `threadcreate`. */
export const goGoroutines: TextFormat = {
  id: 'go-goroutines',
  label: 'Go /debug/pprof/goroutine?debug=1',
  tool: 'pprof-goroutine',
  prefilter:
    /^[ \t]*(?:goroutine|goroutineleak|threadcreate) profile: total \d|^[ \t]*\d+ @(?: 0x[0-9a-f]+)+[ \t]*$/m,

  read(lines) {
    const readings: Reading[] = [];
    let consumed: Line[] = [];
    let records: (Stack & { readonly count: number })[] = [];
    let total: { name: string; value: number; at: number } | undefined;
    const close = () => {
      if (total || records.some(({ frames }) => frames.length > 0)) {
        const top = heaviestSites(records.flatMap(toSites));
        const key = total?.name === 'threadcreate' ? 'threads' : 'goroutines';
        readings.push(
          createReading('go-goroutines', consumed, {
            ...top,
            facts: total ? [{ key, value: total.value, at: total.at }] : [],
          }),
        );
      }
      consumed = [];
      records = [];
      total = undefined;
    };
    for (const line of lines) {
      const head = heading.exec(line.text);
      const match = record.exec(line.text);
      const frame = records.length > 0 ? parseProfileFrame(line) : undefined;
      if (head) {
        close();
        total = { name: head[1] ?? '', value: parseCount(head[2] ?? ''), at: line.number };
      } else if (match) {
        const [, count = '', addresses = ''] = match;
        records.push({
          count: parseCount(count),
          addresses: parseAddresses(addresses),
          frames: [],
        });
      } else if (frame) records.at(-1)?.frames.push(frame);
      else if (records.length === 0 || !isLabels(line.text)) continue;
      consumed.push(line);
    }
    close();
    return readings;
  },
};

function toSites({ count, ...stack }: Stack & { readonly count: number }): Site[] {
  const frames = resolveFrames(stack);
  return frames.length === 0 ? [] : [{ kind: 'waiting', frames, count }];
}
