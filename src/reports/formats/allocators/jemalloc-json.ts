import { summarizeTotals } from './jemalloc-stats.ts';
import { createReading, type Line, type Reading, type TextFormat } from '../../report.ts';
import { parseCount } from '../../text/stated.ts';

/**
 * malloc_stats_print() of jemalloc with option J, on one line or indented. Read by its fields, so that a cut end or a cut
 * beginning does not matter; the totals stand together in "stats".
 */
export const jemallocJson: TextFormat = {
  id: 'jemalloc-json',
  label: 'jemalloc statistics as JSON',
  tool: 'jemalloc-stats',
  prefilter: /\{\s*"jemalloc"\s*:|"metadata_thp"\s*:\s*\d|"tcache_stashed_bytes"\s*:/,
  anyLength: true,
  read(lines) {
    const readings: Reading[] = [];
    for (let index = 0; index < lines.length;) {
      const consumed = findObject(lines, index);
      if (consumed.length > 0)
        readings.push(createReading('jemalloc-json', consumed, readJson(consumed)));
      index += Math.max(1, consumed.length);
    }
    return readings;
  },
};

/** The lines of the object that begins at a line: to its closing brace, or as far as lines look like JSON. */
function findObject(lines: readonly Line[], start: number): readonly Line[] {
  const first = lines[start]?.text ?? '';
  const opens = /^\s*(?:\{\s*)?"jemalloc"\s*:|^\s*\{\s*$/.test(first);
  const isFragment = /"metadata_thp"\s*:\s*\d|"tcache_stashed_bytes"\s*:/.test(first);
  const second = lines[start + 1]?.text ?? '';
  if (!isFragment && !opens) return [];
  if (!isFragment && /^\s*\{\s*$/.test(first) && !/^\s*"jemalloc"\s*:/.test(second)) return [];
  const consumed: Line[] = [];
  let depth = 0;
  for (let index = start; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line || (line.text.trim() !== '' && !/^[\s{}[\]",\d]/.test(line.text))) break;
    consumed.push(line);
    depth += countOpenBrackets(line.text);
    if (depth <= 0) break;
  }
  return consumed;
}

/** Braces opened less braces closed, outside strings. */
function countOpenBrackets(text: string): number {
  let balance = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    if (quoted && char === 0x5c) index += 1;
    else if (char === 0x22) quoted = !quoted;
    else if (!quoted && (char === 0x7b || char === 0x5b)) balance += 1;
    else if (!quoted && (char === 0x7d || char === 0x5d)) balance -= 1;
  }
  return balance;
}

const totalsPattern =
  /"allocated"\s*:\s*(\d+)\s*,\s*"active"\s*:\s*(\d+)\s*,\s*"metadata"\s*:\s*(\d+)\s*,(?:\s*"metadata_\w+"\s*:\s*\d+\s*,){0,4}\s*"resident"\s*:\s*(\d+)\s*,\s*"mapped"\s*:\s*(\d+)(?:\s*,\s*"retained"\s*:\s*(\d+))?/;

function readJson(consumed: readonly Line[]) {
  const text = consumed.map(({ text: line }) => line).join('\n');
  const match = totalsPattern.exec(text);
  const [, allocated, active, metadata, resident, mapped, retained] = match ?? [];
  const before = match ? text.slice(0, match.index).split('\n').length - 1 : 0;
  return summarizeTotals({
    allocated: parseCount(allocated),
    active: parseCount(active),
    metadata: parseCount(metadata),
    resident: parseCount(resident),
    mapped: parseCount(mapped),
    retained: parseCount(retained),
    arenas: parseCount(/"arenas"\s*:\s*\{\s*"narenas"\s*:\s*(\d+)/.exec(text)?.[1]),
    version: /"version"\s*:\s*"([^"\n]*)"/.exec(text)?.[1],
    at: consumed[before]?.number,
  });
}
