import { groupMappings, summarizeMappings, type Mapping } from './mapping.ts';
import {
  createReading,
  type Fact,
  type Line,
  type Reading,
  type TextFormat,
} from '../../report.ts';
import { parseCount } from '../../text/numbers.ts';

// 00007f8e6c021000   65404       0       0 -----   [ anon ]      (-x; missing sizes are "-")
const row =
  /^\s*([0-9a-f]{8,16})\s+(\d{1,15})\s+(\d{1,15}|-)\s+(?:\d{1,15}|-)\s+([r-][w-][x-][s-][R-])-?(?:\s+(\S.*))?$/;
// 00007f8e6c021000  65404K -----   [ anon ]      (without options)
const plainRow = /^\s*([0-9a-f]{8,16})\s+(\d{1,15})K ([r-][w-][x-][s-][R-])-?(?:\s+(\S.*))?$/;
//     55b421931000 rw-p 00000000  00:00       0 30008 29884 29884 … [heap]      (-X, -XX)
const wideRow =
  /^\s*([0-9a-f]{8,16}) ([r-][w-][x-][sp]) [0-9a-f]{8,16} +[0-9a-f]{1,8}:[0-9a-f]{1,8} +\d{1,20} +(\d{1,15}) +(\d{1,15}) (.*)$/;
const wideHead = /^\s*Address Perm +Offset Device +Inode +Size +Rss /;
const head = /^\s*(?:Address\s+Kbytes\s+(?:RSS|PSS)\b.*|START\s+SIZE\s+RSS\b.*)$/;
// 18939:   java -Xmx200m
const process = /^\s*(\d{1,9}): {2,4}(\S.*)$/;
// total kB         2787800  206192  184368
const total = /^\s*total kB\s+(\d{1,15})\s+(\d{1,15}|-)\s+(?:\d{1,15}|-)\s*$/;
const plainTotal = /^\s*total\s+(\d{1,15})K\s*$/;
const wideTotal = /^\s*(\d{1,15}) (\d{1,15}) [\d ]*KB ?\s*$/;
const separator = /^\s*(?:-{8,}(?: -{3,})* *|={3,}(?: ={3,})+ *)$/;

/** pmap, pmap -x, -X and -XX. */
export const pmap: TextFormat = {
  id: 'pmap',
  label: 'pmap',
  prefilter:
    /^\s*[0-9a-f]{8,16}(?:\s+\d+\s+(?:\d+|-)\s+(?:\d+|-)\s+|\s+\d+K )[r-][w-][x-][s-][R-]|^\s*[0-9a-f]{8,16} [r-][w-][x-][sp] [0-9a-f]{8,16} +[0-9a-f]+:[0-9a-f]+ +\d+ +\d+ +\d+ /m,
  read(lines): Reading[] {
    const readings: Reading[] = [];
    let part = createPart();
    const finish = () => {
      if (part.mappings.length > 0) readings.push(toReading(part));
      part = createPart();
    };
    for (const line of lines) {
      const mapping = readRow(line, part.columns);
      if (mapping) {
        if (mapping.start < (part.mappings.at(-1)?.start ?? 0)) finish();
        part.mappings.push(mapping);
        part.consumed.push(line);
        continue;
      }
      const command = process.exec(line.text);
      const isHead = head.test(line.text) || wideHead.test(line.text);
      if (command || isHead) {
        if (part.mappings.length > 0) finish();
        if (command) part.command = { line, text: command[2] ?? '', pid: command[1] ?? '' };
        else part.heads.push(line);
        if (wideHead.test(line.text)) part.columns = line.text.trim().split(/\s+/);
        continue;
      }
      if (part.mappings.length === 0) continue;
      const sum = total.exec(line.text) ?? plainTotal.exec(line.text) ?? wideTotal.exec(line.text);
      if (sum)
        part.totals = {
          bytes: parseCount(sum[1], 1024),
          rss: parseCount(sum[2], 1024),
          at: line.number,
        };
      if (sum || separator.test(line.text)) part.consumed.push(line);
    }
    finish();
    return readings;
  },
};

interface Part {
  readonly mappings: Mapping[];
  readonly consumed: Line[];
  readonly heads: Line[];
  columns: readonly string[];
  command?: { readonly line: Line; readonly text: string; readonly pid: string };
  totals?: {
    readonly bytes: number | undefined;
    readonly rss: number | undefined;
    readonly at: number;
  };
}

const createPart = (): Part => ({ mappings: [], consumed: [], heads: [], columns: [] });

const anonymousName = (name: string): string => {
  if (/^\[ ?anon ?\]$/.test(name)) return '';
  return name.replace(/^\[ (\w+) \]$/, '[$1]');
};

function readRow(line: Line, columns: readonly string[]): Mapping | undefined {
  const wide = wideRow.exec(line.text);
  if (wide) return wideMapping(line, wide, columns);
  const full = row.exec(line.text);
  const plain = full ? undefined : plainRow.exec(line.text);
  if (!full && !plain) return undefined;
  const [, start = '', size, rss = '0', access = '', printed = ''] = full ?? [
    undefined,
    plain?.[1],
    plain?.[2],
    '0',
    plain?.[3],
    plain?.[4],
  ];
  const name = anonymousName(printed);
  const bytes = parseCount(size, 1024) ?? 0;
  const held = rss === '-' ? 0 : (parseCount(rss, 1024) ?? 0);
  return {
    start: Number(`0x${start}`),
    bytes,
    rss: held,
    anonymous: name === '' || name.startsWith('[') ? held : 0,
    swap: 0,
    isWritable: access[1] === 'w',
    isReserved: access.startsWith('---'),
    name,
    at: line.number,
  };
}

function wideMapping(line: Line, match: RegExpExecArray, columns: readonly string[]): Mapping {
  const [, start = '', access = '', size, rss, rest = ''] = match;
  const values = rest.trim().split(/\s+/);
  const after = columns.indexOf('Rss') + 1;
  const column = (column: string): number | undefined =>
    columns.includes(column)
      ? parseCount(values[columns.indexOf(column) - after], 1024)
      : undefined;
  const name =
    columns.length > 0
      ? values.slice(columns.length - 1 - after).join(' ')
      : values.filter((value) => !/^\d+$/.test(value)).join(' ');
  const held = parseCount(rss, 1024) ?? 0;
  return {
    start: Number(`0x${start}`),
    bytes: parseCount(size, 1024) ?? 0,
    rss: held,
    anonymous: column('Anonymous') ?? (name === '' || name.startsWith('[') ? held : 0),
    swap: column('Swap') ?? 0,
    isWritable: access[1] === 'w',
    isReserved: access.startsWith('---'),
    name,
    at: line.number,
  };
}

function toReading({ mappings, consumed, heads, command, totals }: Part): Reading {
  const own = new Map<string, number>();
  if (totals?.bytes !== undefined) own.set('virtual', totals.bytes);
  if (totals?.rss !== undefined) own.set('rss', totals.rss);
  const facts: Fact[] = summarizeMappings(mappings)
    .map((fact) => {
      const stated = own.get(fact.key);
      return stated === undefined ? fact : { key: fact.key, value: stated, at: totals?.at };
    })
    .map(({ at, ...fact }) => (at === undefined ? fact : { ...fact, at }));
  const all = [...(command ? [command.line] : []), ...heads, ...consumed].toSorted(
    (a, b) => a.number - b.number,
  );
  const hasRss = mappings.some(({ rss }) => rss > 0);
  return createReading('pmap', all, {
    facts: [
      ...(command
        ? [{ key: 'command' as const, value: command.text, at: command.line.number }]
        : []),
      ...(hasRss ? facts : facts.filter(({ value }) => value !== 0)),
    ],
    classes: groupMappings(mappings),
    warnings: [
      hasRss
        ? {
            code: 'summary-only',
            text: 'A memory map shows what kind of memory there is, not what allocated it. Record a second one later to see which mapping grows, then take a heap profile.',
          }
        : {
            code: 'summary-only',
            text: 'This map has no resident sizes. Run "pmap -x PID".',
          },
    ],
  });
}
