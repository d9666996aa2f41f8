import {
  byWeight,
  createReading,
  type HeapClass,
  type Line,
  type Reading,
  type TextFormat,
} from '../../report.ts';
import { parseBytes, parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

// kmalloc-192   2124486 2124486    192   21    1 : tunables    0    0    0 : slabdata 101166 101166      0
const infoRow =
  /^\s*(\S{1,80}) +(\d{1,12}) +(\d{1,12}) +(\d{1,12}) +\d{1,6} +(\d{1,6}) : tunables +\d+ +\d+ +\d+ : slabdata +\d{1,12} +(\d{1,12}) +\d+\s*$/;
// 2124486 2124486 100%    0.19K 101166       21    404664K kmalloc-192
const topRow =
  /^\s*\d{1,12} +(\d{1,12}) +\d{1,3}% +[\d.,]{1,12}K +\d{1,12} +\d{1,6} +(\d{1,15})K (\S{1,80})\s*$/;
const infoHead = /^\s*(?:slabinfo - version: |# name +<active_objs>)/;
const topHead =
  /^\s*(?:Active \/ Total (?:Objects|Slabs|Caches|Size) |Minimum \/ Average \/ Maximum Object|OBJS +ACTIVE +USE )/;
// Active / Total Size (% used)       : 47121380.33K / 47376581.93K (99.5%)
const topTotal = /^\s*Active \/ Total Size \(% used\) +: [\d.,]+K \/ ([\d.,]+)K/;

const maxClasses = 200;

/** /proc/slabinfo and slabtop: memory of the kernel itself, by slab cache. */
export const slab: TextFormat = {
  id: 'slab',
  label: 'slabinfo, slabtop',
  prefilter:
    / : tunables +\d+ +\d+ +\d+ : slabdata |^\s*\d+ +\d+ +\d{1,3}% +[\d.,]+K +\d+ +\d+ +\d+K \S/m,
  read(lines): Reading[] {
    const consumed: Line[] = [];
    const classes: HeapClass[] = [];
    let total: { bytes: number | undefined; at: number } | undefined;
    for (const line of lines) {
      const found = readInfoRow(line) ?? readTopRow(line);
      if (found) classes.push(found);
      const stated = topTotal.exec(line.text)?.[1];
      if (stated !== undefined) total = { bytes: parseBytes(stated, 'K'), at: line.number };
      if (found || stated !== undefined || infoHead.test(line.text) || topHead.test(line.text))
        consumed.push(line);
    }
    if (classes.length === 0) return [];
    const sum = classes.reduce((all, { bytes = 0 }) => all + bytes, 0);
    const used = classes.filter(({ bytes = 0 }) => bytes > 0).toSorted(byWeight);
    return [
      createReading('slab', consumed, {
        classes: used.slice(0, maxClasses),
        facts: optionalFact('slab', total?.bytes ?? sum, total?.at),
        warnings: [
          {
            code: 'summary-only',
            text: 'A slab cache shows the kind of kernel object, not what allocated it. Record it twice to see which cache grows, and boot with slab_debug=U,CACHE to get stacks in /sys/kernel/debug/slab/CACHE/alloc_traces.',
          },
        ],
      }),
    ];
  },
};

function readInfoRow(line: Line): HeapClass | undefined {
  const match = infoRow.exec(line.text);
  if (!match) return undefined;
  const [, name = '', active, , , pagesPerSlab, slabs] = match;
  const bytes = parseCount(slabs, Number(pagesPerSlab) * 4096);
  return {
    name,
    ...(bytes === undefined ? {} : { bytes }),
    count: Number(active),
    at: line.number,
  };
}

function readTopRow(line: Line): HeapClass | undefined {
  const match = topRow.exec(line.text);
  if (!match) return undefined;
  const [, active, kilobytes, name = ''] = match;
  const bytes = parseCount(kilobytes, 1024);
  return {
    name,
    ...(bytes === undefined ? {} : { bytes }),
    count: Number(active),
    at: line.number,
  };
}
