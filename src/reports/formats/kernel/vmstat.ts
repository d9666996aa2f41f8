import { groupBlocks, type LineRole } from '../../text/blocks.ts';
import { parseMoment } from '../../text/clock.ts';
import { buildMachineSeries } from './machine-series.ts';
import { createReading, type Line, type TextFormat } from '../../report.ts';
import { parseSize, stated } from '../../text/stated.ts';

/** `vmstat`, with -t, -w or -a. Sizes are KiB unless -S says otherwise, which the output does not show. */
export const vmstat: TextFormat = {
  id: 'vmstat',
  label: 'vmstat',
  tool: 'ps-top',
  prefilter: /^[ \t]*procs -+memory-|^[ \t]*r +b +swpd +free +|^-*procs-* -*memory-/m,
  read: (lines) =>
    groupBlocks(lines, classify).flatMap((block) => {
      const parts = readBlock(block);
      return parts ? [createReading('vmstat', block, parts)] : [];
    }),
};

// procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu----- -----timestamp-----
//  r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st                 UTC
//  8  0      0 19706200  71712 4460448    0    0  1076  2868  699 1781 20  7 57  1 15 2026-11-20 23:36:09
const banner = /^\s*-*procs-* -+memory-+ /;
const heading = /^\s*r +b +swpd +free +/;
const row = /^\s*(?:\d+ +){15,18}\d+(?: +(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d))?\s*$/;

const classify = (text: string): LineRole => {
  if (banner.test(text) || heading.test(text)) return 'mine';
  return row.test(text) ? 'inside' : undefined;
};

function readBlock(block: readonly Line[]) {
  let columns: readonly string[] = [];
  const readings = block.flatMap(({ text }) => {
    if (heading.test(text)) columns = text.trim().split(/\s+/);
    const match = row.exec(text);
    if (!match) return [];
    const cells = text.trim().split(/\s+/);
    const cell = (name: string) => parseSize(cells[columns.indexOf(name)], 'K', 1024);
    // The zone stands in the heading, if date and time do.
    const zone = columns.at(-1) ?? '';
    const moment =
      match[1] === undefined
        ? undefined
        : (parseMoment(`${match[1]} ${zone}`) ?? parseMoment(match[1]));
    return [
      {
        moment,
        values: {
          'free memory': cell('free'),
          'page cache': cell('cache'),
          'swap used': cell('swpd'),
        },
      },
    ];
  });
  if (readings.length === 0) return undefined;
  const { series, warnings } = buildMachineSeries(readings, 'B');
  return {
    series,
    facts: [
      ...stated('page-cache', readings.at(-1)?.values['page cache']),
      ...stated('swap', readings.at(-1)?.values['swap used']),
    ],
    warnings: [
      ...warnings,
      {
        code: 'assumed-unit',
        text: 'vmstat prints no unit: sizes were taken as KiB, which holds unless it was run with -S.',
      },
    ],
  };
}
