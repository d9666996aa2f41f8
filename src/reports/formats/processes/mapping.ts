import { byWeight, type Fact, type HeapClass } from '../../report.ts';
import { optionalFact } from '../../text/optional-fact.ts';

/** A mapping of a process, as smaps and pmap list it. Sizes in bytes. */
export interface Mapping {
  readonly start: number;
  readonly bytes: number;
  readonly rss: number;
  /** Part of the RSS that is no file's. */
  readonly anonymous: number;
  readonly swap: number;
  readonly isWritable: boolean;
  /** No access at all: a guard, or address space set aside. */
  readonly isReserved: boolean;
  /** Empty for anonymous memory; `[heap]`, `[stack]`, or the file. */
  readonly name: string;
  readonly at: number;
}

/** glibc sets a heap of 64 MiB aside for each arena but the first, at a multiple of its size. */
const arenaBytes = 64 * 2 ** 20;

const isSharedMemory = (name: string): boolean =>
  /^(?:\/dev\/shm\/|\/?memfd:|\/SYSV|\/dev\/zero|\[ shmid=|\[anon_shmem)/.test(name);

const sum = (mappings: readonly Mapping[], key: 'bytes' | 'rss' | 'anonymous' | 'swap'): number =>
  mappings.reduce((total, mapping) => total + mapping[key], 0);

/** What the mappings are made of. Totals are sums; leave them out where the tool states its own. */
export function summarizeMappings(mappings: readonly Mapping[]): Fact[] {
  const rss = sum(mappings, 'rss');
  const anonymous = sum(mappings, 'anonymous');
  const shared = sum(
    mappings.filter(({ name }) => isSharedMemory(name)),
    'rss',
  );
  const heap = mappings.filter(({ name }) => name === '[heap]');
  const arenas = findArenas(mappings);
  const stacks = mappings.filter((mapping, index) => isStack(mapping, mappings[index - 1]));
  return [
    ...optionalFact('rss', rss),
    ...optionalFact('rss-anonymous', anonymous),
    ...optionalFact('rss-file', Math.max(0, rss - anonymous - shared)),
    ...(shared > 0 ? optionalFact('rss-shared', shared) : []),
    ...optionalFact('virtual', sum(mappings, 'bytes')),
    ...(sum(mappings, 'swap') > 0 ? optionalFact('swap', sum(mappings, 'swap')) : []),
    ...optionalFact('mappings', mappings.length),
    ...(heap.length > 0 ? optionalFact('brk-heap', sum(heap, 'rss'), heap[0]?.at) : []),
    ...(arenas.length > 0
      ? [
          ...optionalFact('arenas', arenas.length),
          ...optionalFact('arena-memory', sum(arenas, 'rss')),
        ]
      : []),
    ...(stacks.length > 0 ? optionalFact('thread-stacks', sum(stacks, 'rss')) : []),
  ];
}

/** Names of mappings with what they hold, heaviest first. */
export function groupMappings(mappings: readonly Mapping[]): HeapClass[] {
  const byName = new Map<string, { bytes: number; count: number; at: number }>();
  for (const { name, rss, at } of mappings) {
    if (rss === 0) continue;
    const shown = name === '' ? '[anon]' : name;
    const known = byName.get(shown) ?? { bytes: 0, count: 0, at };
    byName.set(shown, { bytes: known.bytes + rss, count: known.count + 1, at: known.at });
  }
  return [...byName]
    .map(([name, known]) => ({ name, ...known }))
    .toSorted(byWeight)
    .slice(0, 100);
}

/** The used part of each: at a multiple of 64 MiB, and with the reserved part behind it 64 MiB long. */
function findArenas(mappings: readonly Mapping[]): Mapping[] {
  return mappings.filter((mapping, index) => {
    if (mapping.name !== '' || !mapping.isWritable || mapping.start % arenaBytes !== 0)
      return false;
    const next = mappings[index + 1];
    const reserved =
      next?.isReserved && next.name === '' && next.start === mapping.start + mapping.bytes
        ? next.bytes
        : 0;
    return mapping.bytes + reserved === arenaBytes;
  });
}

/** Memory right behind a guard of a few pages, or named so by old kernels. */
const isStack = (mapping: Mapping, previous: Mapping | undefined): boolean =>
  /^\[ ?stack/.test(mapping.name) ||
  (mapping.name === '' &&
    mapping.isWritable &&
    mapping.bytes >= 64 * 1024 &&
    mapping.bytes <= arenaBytes &&
    previous?.isReserved === true &&
    previous.name === '' &&
    previous.bytes <= 16 * 1024 &&
    previous.start + previous.bytes === mapping.start);
