import { z } from 'astro/zod';

import type { Fault } from '../../model/fault.ts';
import type { Ledger } from '../../model/ledger.ts';

export const ledgerFile = 'content/permalinks.json';

const line = z.string().trim().min(1, 'is empty');
const anchors = z.array(z.string().regex(/^[^\s#/]+$/u, 'want a fragment without its #'));
const path = z.string().regex(/^\/(?:\S*\/)?$/, 'want a path such as "/i/1/"');
const address = z
  .string()
  .regex(/^\/(?:[^\s#]*\/)?(?:#[^\s#]+)?$/, 'want an address such as "/i/1/" or "/i/1/#fix"');

const schema = z.strictObject({
  schemaVersion: z.literal(1),
  reserved: z.array(z.number().int().positive()).default([]),
  incidents: z.record(
    z.string().regex(/^[1-9]\d*$/, 'want digits'),
    z.strictObject({ slug: line, anchors, charts: anchors }),
  ),
  pages: z.record(path, anchors),
  moved: z.record(address, address),
  withdrawn: z.record(
    address,
    z.strictObject({
      title: line,
      date: z.iso.date('want the day as YYYY-MM-DD'),
      reason: line,
    }),
  ),
});

type Section = Exclude<keyof Ledger, 'schemaVersion' | 'reserved'>;

/** The line of an entry, counted from 1; undefined if the file is not laid out as it is written. */
export type LineOf = (section: Section, key: string) => number | undefined;

/** Reads the ledger. Without one if it has a fault. */
export function readPermalinks(text: string): {
  ledger: Ledger | undefined;
  lineOf: LineOf;
  faults: readonly Fault[];
} {
  const { lineOf, faults } = readLines(text);
  const json = parseJson(text);
  if ('message' in json) return { ledger: undefined, lineOf, faults: [json] };
  const result = schema.safeParse(json.value);
  if (result.success)
    return { ledger: faults.length === 0 ? result.data : undefined, lineOf, faults };
  const unfit = result.error.issues.map(({ path: keys, message }): Fault => {
    const [section, key] = keys.map(String);
    const place = key === undefined ? undefined : lineOf(section as Section, key);
    return {
      file: ledgerFile,
      ...(place !== undefined && { line: place }),
      ...(keys.length > 0 && { field: keys.map(String).join(' ') }),
      message: `${message}.`,
    };
  });
  return { ledger: undefined, lineOf, faults: [...faults, ...unfit] };
}

function parseJson(text: string): { value: unknown } | Fault {
  const conflict = text.split('\n').findIndex((row) => /^(?:<{7}|={7}|>{7})/.test(row)) + 1;
  if (conflict > 0)
    return {
      file: ledgerFile,
      line: conflict,
      message:
        'two branches changed the same entry. Keep the lines of both; if both give one id, keep the line of the branch that was merged first, and "npm run check" names the other postmortem.',
    };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      file: ledgerFile,
      message: `the file is not JSON: ${reason}. Take it from the main branch again, then run "npm run check -- --fix".`,
    };
  }
}

/** JSON forgets where a key stood and the first of two that are alike; the lines still know. */
function readLines(text: string): { lineOf: LineOf; faults: Fault[] } {
  const lines = new Map<string, number>();
  const faults: Fault[] = [];
  let section = '';
  for (const [index, row] of text.split('\n').entries()) {
    section = /^ {2}"(\w+)": \{/.exec(row)?.[1] ?? section;
    const key = /^ {4}("(?:[^"\\]|\\.)*"):/.exec(row)?.[1];
    if (key === undefined) continue;
    const name = `${section} ${key}`;
    const first = lines.get(name);
    if (first === undefined) lines.set(name, index + 1);
    else
      faults.push({
        file: ledgerFile,
        line: index + 1,
        field: section,
        message: `${key} is already on line ${first}. Keep the line that was published first, and delete the other.`,
      });
  }
  return { lineOf: (part, key) => lines.get(`${part} ${JSON.stringify(key)}`), faults };
}
