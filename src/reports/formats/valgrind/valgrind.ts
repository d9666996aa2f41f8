/** What all tools of Valgrind print the same way: the process id before each line, and frames. */

import type { Frame, Line } from '../../report.ts';

/** A line of console output, separated from the process id before it. */
export interface ProcessLine {
  readonly line: Line;
  /** Process id; empty if the line has none. */
  readonly process: string;
  readonly text: string;
}

// ==15277== HEAP SUMMARY:        --15277-- warning: …        ==00:00:00:02.123 15277== HEAP SUMMARY:
// Other tools may add a prefix: `3: ==15277== …` from ctest, a time from a log shipper.
const prefix = /^.{0,80}?(==|--|\*\*)(?:\d+:[\d:.]{1,30} )?(\d{1,10})\1 ?/;

/** Splits `==15277==   text` into process id and text. A line of any other form is all text. */
export function splitProcess(line: Line): ProcessLine {
  const match = /==|--|\*\*/.test(line.text) ? prefix.exec(line.text) : null;
  if (!match) return { line, process: '', text: line.text };
  return { line, process: match[2] ?? '', text: line.text.slice(match[0].length) };
}

// 0x4B383E8: CRYPTO_zalloc (in /usr/lib/x86_64-linux-gnu/libcrypto.so.3)
// 0x10ADE8: allocate (new_allocator.h:137)
// 0x7f616b4a57b9: SSL_new (/usr/lib/libssl.so.3)     as heaptrack writes massif files
// 0x1: ???
const addressed = /^\s*(0x[0-9a-fA-F]{1,16}): (.*)$/;

/** Parses a frame that begins with its address, as in Memcheck's stacks and Massif's trees; undefined for any other text. */
export function parseAddressedFrame(text: string, at?: number): Frame | undefined {
  const match = addressed.exec(text);
  if (!match) return undefined;
  const [, address = '', rest = ''] = match;
  const open = findPlace(rest);
  const place = open < 0 ? '' : rest.slice(open + 2, -1);
  const called = (open < 0 ? rest : rest.slice(0, open)).trim();
  const name = called === '' || called === '???' ? '' : called;
  const source = parsePlace(place);
  return {
    name: name || (source.file ? place : address),
    ...source,
    ...(at === undefined ? {} : { at }),
  };
}

/** Index of the final place in parentheses, whose path may contain parentheses; -1 if there is none. */
function findPlace(text: string): number {
  if (!text.endsWith(')')) return -1;
  const module = text.lastIndexOf(' (in /');
  return module < 0 ? text.lastIndexOf(' (') : module;
}

function parsePlace(place: string): Pick<Frame, 'module' | 'file' | 'line'> {
  const module = place.startsWith('in ') ? place.slice(3) : place.startsWith('/') ? place : '';
  const source = /^(.*?):(\d{1,9})(?::\d{1,9})?$/.exec(place);
  if (source?.[1]) return { file: source[1], line: Number(source[2]) };
  return module === '' || module === '???' ? {} : { module };
}
