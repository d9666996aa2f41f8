import { findComponents, findProcessComponents, type NameTable } from './libraries.ts';
import { isGeneric, maxMessageLength, parameterize, wordTriples, splitWords } from './messages.ts';
import { codeNames } from './signature.ts';
import { normalizeSymbol, nameParts } from './symbols.ts';

/**
 * A term is a kind and a word, such as `tail:Output.Write`. The functions here turn both incidents and reports into terms,
 * which are then compared. Kinds: the full name of a symbol, its last parts, its words, its component, a line as printed, a
 * parameterized line, a group of words of it.
 */
export type TermKind = 'sym' | 'tail' | 'sub' | 'mod' | 'raw' | 'err' | 'run';

/** Weight of a term of each kind. Tuned on half of tests/match/cases.json. */
export const kindWeight: Readonly<Record<TermKind, number>> = {
  sym: 1,
  tail: 0.6,
  sub: 0.3,
  mod: 0.8,
  raw: 2,
  err: 1.5,
  run: 0.5,
};

export const termKind = (term: string): TermKind => term.slice(0, term.indexOf(':')) as TermKind;

/** The terms of a function, class or other name from code, most specific first. */
export function symbolTerms(name: string, names: NameTable, module?: string): string[] {
  const symbol = normalizeSymbol(name);
  const parts = nameParts(symbol).filter((part) => !hosts.has(part));
  const last = parts.at(-1);
  if (last === undefined) return [];
  return [
    `sym:${parts.join('.')}`,
    ...(parts.length > 1 ? [`tail:${parts.slice(-2).join('.')}`] : []),
    ...(isTelling(last) ? [`tail:${last}`] : []),
    ...findComponents(symbol, names, module).map((id) => `mod:${id}`),
    ...subWords(parts).map((word) => `sub:${word}`),
  ];
}

/**
 * Adds components to the frames of a stack that have none: a function that is called by a library and calls the same library
 * must be part of it.
 */
export function inferLibraries<Named extends { readonly terms: readonly string[] }>(
  frames: readonly Named[],
): Named[] {
  const libraries = frames.map(({ terms }) => terms.filter((term) => term.startsWith('mod:')));
  const first = new Map<string, number>();
  const last = new Map<string, number>();
  for (const [at, ids] of libraries.entries())
    for (const id of ids) {
      if (!first.has(id)) first.set(id, at);
      last.set(id, at);
    }
  return frames.map((frame, at) => {
    if (libraries[at]?.length !== 0) return frame;
    const around = [...first].filter(([id, start]) => start < at && at < (last.get(id) ?? 0));
    return { ...frame, terms: [...frame.terms, ...around.map(([id]) => id)] };
  });
}

/** The terms of a line of output: the names in it, its words, and the line as printed if it has enough digits to be unique. */
export function messageTerms(text: string, names: NameTable): string[] {
  const line = text.slice(0, maxMessageLength).trim();
  const message = parameterize(line);
  const inLine = /\s/.test(line) ? (isGeneric(message) ? [] : codeNames(line)) : [line];
  const digits = line.replaceAll(/\D/g, '').length;
  return [
    ...(digits >= 6 ? [`raw:${line.toLowerCase().replaceAll(/\s+/g, ' ')}`] : []),
    ...(splitWords(message).length > 1 && !isGeneric(message) ? [`err:${message}`] : []),
    ...inLine.flatMap((name) => symbolTerms(name, names)),
    ...(isGeneric(message) ? [] : new Set(wordTriples(message).map((run) => `run:${run}`))),
    ...findProcesses(line, names).map((id) => `mod:${id}`),
  ];
}

/**
 * Programs that a line names: `Killed process 2045154 (lighthouse)`, `mysqld invoked oom-killer`, or a path to one of more
 * than one word, such as `bin/terraform-provider-aws_v4.67.0_x5`.
 */
const findProcesses = (line: string, names: NameTable): string[] => [
  ...[
    ...line.matchAll(/Kill(?:ed)? process \d+,? \(([\w.+-]+)\)|([\w.+-]+) invoked oom-killer/g),
  ].flatMap(([, killed, invoker]) => findProcessComponents(killed ?? invoker ?? '', names)),
  ...[...line.matchAll(/\/((?:[a-z]\w*-)+[a-z]\w*(?:\.\d+)*\w*)(?=[\s'")\]]|$)/g)].flatMap(
    ([, name = '']) => findProcessComponents(name, names),
  ),
];

const hosts = new Set(['github', 'com', 'org', 'io', 'net', 'golang', 'gopkg', 'in', 'www']);

/** Whether a name is specific: two words, one of them uncommon. `parseZone` is; `grow` and `handleRequest` are not. */
export const isTelling = (name: string): boolean =>
  /[a-z0-9][A-Z]|[A-Za-z0-9][_-][A-Za-z]/.test(name) && splitIdentifier(name).some(isUncommon);

const subWords = (parts: readonly string[]): string[] => [
  ...new Set(parts.flatMap(splitIdentifier).filter(isUncommon)),
];

const isUncommon = (word: string): boolean => word.length > 2 && !commonWords.has(word);

const splitIdentifier = (part: string): string[] =>
  /^\w*$/.test(part) ? splitAsciiIdentifier(part) : splitUnicodeIdentifier(part);

// Nearly all names are ASCII, and Unicode character classes take several times as long.
const splitAsciiIdentifier = (part: string): string[] =>
  part
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split('_');

const splitUnicodeIdentifier = (part: string): string[] =>
  part
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);

/** Words that occur in the names of most programs. */
const commonWords = new Set(
  `new get set add put run call init create open close read write send recv receive start stop handle process update load store parse
   copy make build next poll wait lock free alloc malloc realloc calloc memory mem buffer buf data value key name type node list map
   array string str object obj item entry table core main lib src std util utils impl internal base common default func function
   method class struct error err result from into with for the and all not one two int long char byte bytes uint size len count
   server client service context ctx thread task request response pkg api app java org net http file line test index cmd go rust`.split(
    /\s+/,
  ),
);
