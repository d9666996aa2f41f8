import {
  byWeight,
  createReading,
  type Fact,
  type Frame,
  type HeapClass,
  type Line,
  type Reading,
  type Site,
  type SiteKind,
  type TextFormat,
} from '../../report.ts';
import { groupSections, type SectionRole } from '../../text/group-lines.ts';
import { parseBytes, parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';
import { maxSites } from '../../text/sites.ts';

const id = 'ruby-memory-profiler';

/**
 * Ruby's memory_profiler gem, and heap-profiler, which prints the same. Sizes are bytes, or have a unit that is a power of 1000.
 *
 *     Total retained:  184943 bytes (943 objects)
 *     retained memory by location
 *     -----------------------------------
 *          22288  /app/models/person.rb:1
 */
export const rubyMemoryProfiler: TextFormat = {
  id,
  label: 'Ruby memory_profiler',
  prefilter:
    /^[ \t]{0,20}(?:(?:allocated|retained) (?:memory|objects) by (?:gem|file|location|class)|Total (?:allocated|retained): {0,5}[\d.]{1,20} ?[kMGTB\w]{1,6} \()/m,
  read: (lines): Reading[] =>
    groupSections(lines, classify, 3).flatMap((section) => {
      const reading = readSection(section);
      return reading ? [reading] : [];
    }),
};

const total =
  /^\s*Total (allocated|retained): *([\d.]{1,20}) ?(bytes|[kKMGT]?B) \((\d{1,15}) objects\)\s*$/;
const heading = /^\s*(allocated|retained) (memory|objects) by (gem|file|location|class)\s*$/;
const strings = /^\s*(?:Allocated|Retained) String Report\s*$/;
const row = /^\s*([\d.]{1,20})(?: ([kKMGT]?B))? {2}(\S.*)$/;

function classify(text: string): SectionRole {
  if (text.length > 4000) return undefined;
  const [, which] = total.exec(text) ?? [];
  if (which !== undefined) return which === 'allocated' ? 'start' : 'part';
  if (heading.test(text) || strings.test(text)) return 'part';
  return row.test(text) || /^\s*(?:-{10,}|NO DATA|\.{3}\w{0,10})\s*$/.test(text)
    ? 'inside'
    : undefined;
}

function readSection(section: readonly Line[]): Reading | undefined {
  const facts: Fact[] = [];
  const sites: Site[] = [];
  const classes: HeapClass[] = [];
  let table: RegExpExecArray | null = null;
  for (const { text, number: at } of section) {
    const [, which, amount = '', unit = '', objects = ''] = total.exec(text) ?? [];
    if (which !== undefined)
      facts.push(...totalFacts(which, parseBytes(amount, unit, 1000) ?? 0, objects, at));
    const next = heading.exec(text);
    if (next || strings.test(text)) table = next;
    const [, value = '', size = 'B', name] = row.exec(text) ?? [];
    if (!table || name === undefined || next) continue;
    const [, origin, measure, by] = table;
    const weight =
      measure === 'memory'
        ? { bytes: parseBytes(value, size, 1000) ?? 0 }
        : { count: parseCount(value) ?? 0 };
    if (by === 'class' && origin === 'retained') classes.push({ name, ...weight, at });
    if (by === 'location')
      sites.push({
        kind: kinds[origin ?? ''] ?? 'allocated',
        frames: [parseFrame(name, at)],
        ...weight,
      });
  }
  const retained = sites.filter(({ kind }) => kind === 'live');
  if (
    facts.length + sites.length + classes.length === 0 &&
    !section.some(({ text }) => heading.test(text))
  )
    return undefined;
  return createReading(id, section, {
    sites: (retained.length > 0 ? retained : sites).toSorted(byWeight).slice(0, maxSites),
    classes: classes.toSorted(byWeight).slice(0, maxSites),
    facts,
    warnings:
      retained.length > 0
        ? []
        : [
            {
              code: 'allocation-volume',
              text: 'This counts what was allocated, freed or not. The tables of retained memory show what is still held.',
            },
          ],
  });
}

const kinds: Readonly<Record<string, SiteKind>> = { allocated: 'allocated', retained: 'live' };

function totalFacts(which: string, bytes: number, objects: string, at: number): Fact[] {
  return which === 'allocated'
    ? [
        { key: 'allocated', value: bytes, at },
        ...optionalFact('allocations', parseCount(objects), at),
      ]
    : [{ key: 'live-heap', value: bytes, at }, ...optionalFact('objects', parseCount(objects), at)];
}

function parseFrame(place: string, at: number): Frame {
  const [, file, line] = /^(.+):(\d{1,9})$/.exec(place) ?? [];
  return file === undefined ? { name: place, at } : { name: place, file, line: Number(line), at };
}
