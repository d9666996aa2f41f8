import { createReading, type Line, type Reading, type TextFormat } from '../../report.ts';
import { groupSections, type SectionRole } from '../../text/group-lines.ts';
import { parseBytes, parseDecimal } from '../../text/numbers.ts';

const id = 'psrecord';

/**
 * psrecord's log and its CSV. One MB in the header is 2^20 bytes. Columns after the fourth differ between versions.
 *
 *     # Elapsed time   CPU (%)     Real (MB)   Virtual (MB)
 *            0.000        0.000        1.633        4.922
 *     elapsed_time,nproc,cpu,mem_real,mem_virtual
 */
export const psrecord: TextFormat = {
  id,
  label: 'psrecord',
  prefilter:
    /^[ \t]{0,20}(?:# (?:Timestamp {1,8})?Elapsed time {1,20}CPU|(?:timestamp,)?elapsed_time,)/m,
  read: (lines): Reading[] =>
    groupSections(lines, classify, 3).flatMap((section) => {
      const reading = readTable(section);
      return reading ? [reading] : [];
    }),
};

const header = /^\s*(?:# (?:Timestamp +)?Elapsed time +CPU|(?:timestamp,)?elapsed_time,)/;
const row = /^\s*[\d.]{1,20}(?:(?: {1,30}|,)-?[\d.]{1,20}){2,12}\s*$/;

const classify = (text: string): SectionRole =>
  header.test(text) ? 'start' : row.test(text) ? 'inside' : undefined;

function readTable(section: readonly Line[]): Reading | undefined {
  const head = section[0]?.text ?? '';
  const csv = head.includes(',');
  const columns = csv
    ? head.trim().split(',')
    : head
        .replace(/^\s*# /, '')
        .trim()
        .split(/ {2,}/);
  const place = (name: RegExp) => columns.findIndex((column) => name.test(column));
  const [real, virtual] = [place(/^(?:Real|mem_real)/), place(/^(?:Virtual|mem_virtual)/)];
  const clock = Math.max(0, place(/^Elapsed|^elapsed/));
  const rows = section.slice(1).map(({ text }) => text.trim().split(csv ? ',' : / {1,30}/));
  if (real < 0 || rows.length === 0) return undefined;
  const column = (index: number) =>
    rows
      .filter((cells) => cells[index] !== undefined)
      .map(
        (cells) =>
          [
            parseDecimal(cells[clock]) ?? 0,
            Math.max(0, parseBytes(cells[index], 'MB') ?? 0),
          ] as const,
      )
      .toSorted(([a], [b]) => a - b);
  const rss = column(real);
  return createReading(id, section, {
    series: [
      { name: 'RSS', index: real, points: rss },
      ...(virtual < 0 ? [] : [{ name: 'virtual', index: virtual, points: column(virtual) }]),
    ]
      .filter(({ points }) => points.length > 0)
      .map(({ name, points }) => ({ name, unit: 'B', over: 'seconds', points })),
    facts: [{ key: 'peak-rss', value: rss.reduce((most, [, bytes]) => Math.max(most, bytes), 0) }],
  });
}
