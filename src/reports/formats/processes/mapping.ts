import { byWeight, type Fact, type HeapClass } from '../../report.ts';
import { optionalFact } from '../../text/optional-fact.ts';

/** A memory mapping of a process, as smaps and pmap list it. Sizes are bytes. */
export interface Mapping {
  readonly start: number;
  readonly bytes: number;
  readonly rss: number;
  /** Part of the RSS that is not backed by a file. */
  readonly anonymous: number;
  readonly swap: number;
  readonly isWritable: boolean;
  /** Neither readable nor writable: a guard page, or reserved address space. */
  readonly isReserved: boolean;
  /** `[heap]`, `[stack]` or the path of a file; empty for anonymous memory. */
  readonly name: string;
  readonly at: number;
}

/** glibc reserves 64 MiB of address space for each arena but the first, at an address that is a multiple of 64 MiB. */
const arenaBytes = 64 * 2 ** 20;

const isSharedMemory = (name: string): boolean =>
  /^(?:\/dev\/shm\/|\/?memfd:|\/SYSV|\/dev\/zero|\[ shmid=|\[anon_shmem)/.test(name);

const sum = (mappings: readonly Mapping[], key: 'bytes' | 'rss' | 'anonymous' | 'swap'): number =>
  mappings.reduce((total, mapping) => total + mapping[key], 0);

/** Facts about the mappings: their totals, and the parts that are heap, arenas and thread stacks. */
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

/** RSS and number of mappings by name, heaviest first. */
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

/** The used parts of glibc's arenas: each starts at a multiple of 64 MiB, and is 64 MiB long with the reserved part after it. */
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

/** Whether a mapping is a thread stack: it follows a guard of a few pages, or an old kernel names it so. */
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
