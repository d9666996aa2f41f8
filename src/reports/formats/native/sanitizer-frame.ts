import type { Frame } from '../../report.ts';

//     #1 0x7fe5680333e8 in CRYPTO_zalloc (/lib/x86_64-linux-gnu/libcrypto.so.3+0x2333e8) (BuildId: 0a1b)
//     #2 0x5556e51f859a in main /home/dev/project/cache_leak.cpp:16:5
//     #3 0x5611dc1093d1  (/home/dev/project/cache_leak_asan+0x23d1)
//     #4 0x10d8c1b2 (<unknown module>)
const numbered = /^\s*#(\d{1,4})\s+(0x[0-9a-fA-F]{1,16})\s+(.*)$/;
const buildId = / \(BuildId: [0-9a-fA-F]*\)$/;
const moduleOffset = /^\((.*?)(?:\+0x[0-9a-fA-F]+)?\)$/;
const sourcePlace = /^(.*?):(\d{1,9})(?::\d{1,9})?$/;

export interface NumberedFrame {
  readonly number: number;
  readonly frame: Frame;
}

/** A frame of a sanitizer's stack; undefined for any other text. */
export function parseSanitizerFrame(text: string, at: number): NumberedFrame | undefined {
  if (!text.includes('#')) return undefined;
  const match = numbered.exec(text);
  if (!match) return undefined;
  const [, number, address = '', rest = ''] = match;
  const body = rest.trimEnd().replace(buildId, '');
  const isNamed = body.startsWith('in ');
  const { name, place } = split(isNamed ? body.slice(3) : body, isNamed);
  const [, module] = moduleOffset.exec(place) ?? [];
  const [, file, line] = module === undefined ? (sourcePlace.exec(place) ?? []) : [];
  return {
    number: Number(number),
    frame: {
      name: name || (file ? place : address),
      ...(module && module !== '<unknown module>' ? { module } : {}),
      ...(file ? { file, line: Number(line) } : {}),
      at,
    },
  };
}

/** Function and place are parted by a space, and both may hold spaces: the place is a module in parentheses, or a path to the end. */
function split(text: string, isNamed: boolean): { readonly name: string; readonly place: string } {
  const trimmed = text.trim();
  if (!isNamed) return { name: '', place: trimmed };
  const module = trimmed.endsWith(')')
    ? Math.max(trimmed.lastIndexOf(' (/'), offsetAt(trimmed))
    : -1;
  if (module > 0)
    return { name: trimmed.slice(0, module).trim(), place: trimmed.slice(module + 1) };
  if (trimmed.endsWith(' (<unknown module>)'))
    return { name: trimmed.slice(0, -19).trim(), place: '' };
  if (!sourcePlace.test(trimmed)) return { name: trimmed, place: '' };
  const path = startOfPath(trimmed);
  return { name: trimmed.slice(0, path).trim(), place: trimmed.slice(path).trim() };
}

/** Where ` (a.out+0x1130)` begins. */
function offsetAt(text: string): number {
  const open = text.lastIndexOf(' (');
  return open > 0 && /^ \([^()]{0,4000}\+0x[0-9a-fA-F]{1,16}\)$/.test(text.slice(open)) ? open : -1;
}

/** An absolute path begins at its first ` /`, any other at the last space. */
function startOfPath(text: string): number {
  const absolute = text.search(/ (?:\/|[A-Za-z]:\\|\.\.\/)/);
  return absolute > 0 ? absolute : text.lastIndexOf(' ') + 1;
}
