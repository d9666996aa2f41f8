import {
  createReading,
  type HeapClass,
  type Line,
  type Message,
  type Reading,
  type TextFormat,
} from '../../report.ts';
import { groupSections, type LineKind } from '../../text/sections.ts';
import { parseCount } from '../../text/sizes.ts';

const id = 'python-gc';

/**
 * gc.set_debug(): DEBUG_STATS prints four lines for each collection, DEBUG_COLLECTABLE and DEBUG_UNCOLLECTABLE one for each object.
 *
 *     gc: collecting generation 2...
 *     gc: objects in each generation: 657 277 10919
 *     gc: done, 678 unreachable, 0 uncollectable, 0.0029s elapsed
 *     gc: uncollectable <Node 0x10b5e0>
 */
export const pythonGc: TextFormat = {
  id,
  label: 'Python gc debug output',
  tool: 'trace-gc',
  prefilter: /\bgc: (?:collecting generation|objects in|done[,. ]|(?:un)?collectable <)/m,
  read: (lines): Reading[] =>
    groupSections(lines, classify, 200).map((section) => readSection(section)),
};

const record =
  /\bgc: (?:collecting generation \d|objects in (?:each|permanent) generation: [\d ]{1,60}|done[,.]|(?:un)?collectable <)/;
const classify = (text: string): LineKind =>
  text.length < 2000 && record.test(text) ? 'part' : undefined;

function readSection(section: readonly Line[]): Reading {
  const objects: (readonly [number, number])[] = [];
  const classes = new Map<string, { count: number; at: number }>();
  const kept: Message[] = [];
  for (const { text, number: at } of section) {
    const counts = /objects in each generation: ([\d ]{1,60})/.exec(text)?.[1];
    if (counts !== undefined) {
      const sum = counts
        .trim()
        .split(' ')
        .reduce((total, part) => total + parseCount(part), 0);
      objects.push([objects.length + 1, sum]);
    }
    if (/gc: done, .*\b[1-9]\d* uncollectable/.test(text)) kept.push({ text: text.trim(), at });
    const name = /uncollectable <([^\s>]{1,300})/.exec(text)?.[1];
    if (name !== undefined) classes.set(name, { count: (classes.get(name)?.count ?? 0) + 1, at });
  }
  const last = objects.at(-1);
  return createReading(id, section, {
    classes: [...classes]
      .map(([name, { count, at }]): HeapClass => ({ name, count, at }))
      .toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0))
      .slice(0, 2000),
    facts: last ? [{ key: 'objects', value: last[1] }] : [],
    series:
      objects.length > 1
        ? [{ name: 'tracked objects', unit: 'count', over: 'collections', points: objects }]
        : [],
    messages: kept.slice(-1),
  });
}
