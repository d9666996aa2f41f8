import { groupMappings, summarizeMappings, type Mapping } from './mapping.ts';
import { createReading, type Line, type Reading, type TextFormat } from '../../report.ts';
import { parseCount } from '../../text/numbers.ts';

// f3800000-ffe00000 rw-p 00000000 00:00 0                          [heap]
const head =
  /^\s*([0-9a-f]{4,16})-([0-9a-f]{4,16}) ([r-][w-][x-][sp]) [0-9a-f]{1,16} [0-9a-f]{1,8}:[0-9a-f]{1,8} \d{1,20}(?:[ \t]+(\S.*))?[ \t]*$/;
// Private_Dirty:    126280 kB
const field =
  /^\s*(Size|KernelPageSize|MMUPageSize|Rss|Pss|Pss_\w+|Shared_\w+|Private_\w+|Referenced|Anonymous|KSM|LazyFree|AnonHugePages|ShmemHugePages|ShmemPmdMapped|FileHugePages|FilePmdMapped|Swap|SwapPss|Locked): {0,30}(\d{1,18}) kB\s*$/;
const flags = /^\s*(?:THPeligible|ProtectionKey): +\d+\s*$|^\s*VmFlags: [a-z0-9? ]+$/;

/** /proc/PID/smaps and smaps_rollup. */
export const smaps: TextFormat = {
  id: 'smaps',
  label: '/proc/PID/smaps',
  prefilter: /^\s*(?:Pss(?:_\w+)?|Private_Dirty|Shared_Clean|Referenced): +\d+ kB/m,
  read(lines): Reading[] {
    const consumed: Line[] = [];
    const readings: Reading[] = [];
    let blocks: Block[] = [];
    const finish = () => {
      if (blocks.some(({ fields }) => fields.size > 1))
        readings.push(toReading(blocks, consumed.splice(0)));
      consumed.length = 0;
      blocks = [];
    };
    for (const line of lines) {
      const match = head.exec(line.text);
      if (match) {
        // Addresses rise within a process, so a lower one is of another process.
        const start = Number(`0x${match[1]}`);
        if (blocks.some((block) => block.isRollup) || start < (blocks.at(-1)?.start ?? 0)) finish();
        blocks.push(createBlock(match, line));
        consumed.push(line);
        continue;
      }
      const value = field.exec(line.text);
      if (!value && !flags.test(line.text)) continue;
      const last = blocks.at(-1);
      // A repeated field belongs to another mapping, whose first line is missing.
      if (!last || last.fields.has(value?.[1] ?? '')) blocks.push(createBlock(undefined, line));
      if (value) blocks.at(-1)?.fields.set(value[1] ?? '', parseCount(value[2], 1024) ?? 0);
      consumed.push(line);
    }
    finish();
    return readings;
  },
};

interface Block {
  readonly start: number;
  readonly end: number;
  readonly access: string;
  readonly name: string;
  readonly isRollup: boolean;
  readonly at: number;
  /** Bytes by name of the field. */
  readonly fields: Map<string, number>;
}

function createBlock(match: RegExpExecArray | undefined, line: Line): Block {
  const [, start = '0', end = '0', access = '', name = ''] = match ?? [];
  return {
    start: Number(`0x${start}`),
    end: Number(`0x${end}`),
    access,
    name,
    isRollup: name === '[rollup]',
    at: line.number,
    fields: new Map(),
  };
}

function toReading(blocks: readonly Block[], consumed: readonly Line[]): Reading {
  const mappings = blocks.map(toMapping);
  const isMap = blocks.every(({ isRollup, access }) => !isRollup && access !== '');
  const facts = summarizeMappings(mappings).filter(
    ({ key }) => isMap || (key !== 'mappings' && key !== 'virtual'),
  );
  return createReading('smaps', consumed, {
    facts,
    classes: isMap ? groupMappings(mappings) : [],
    warnings: [
      {
        code: 'summary-only',
        text: 'A memory map shows what kind of memory there is, not what allocated it. Record a second one later to see which mapping grows, then take a heap profile.',
      },
    ],
  });
}

function toMapping({ start, end, access, name, at, fields }: Block): Mapping {
  const rss = fields.get('Rss') ?? 0;
  return {
    start,
    bytes: fields.get('Size') ?? Math.max(0, end - start),
    rss,
    anonymous: fields.get('Anonymous') ?? (name === '' ? rss : 0),
    swap: fields.get('Swap') ?? 0,
    isWritable: access[1] === 'w',
    isReserved: access.startsWith('---'),
    name,
    at,
  };
}
