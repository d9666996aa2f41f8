import { type Fact } from '../../report.ts';
import { parseCount } from '../../text/sizes.ts';

const kinds: readonly (readonly [RegExp, string])[] = [
  [/Java heap space/i, 'Java heap space'],
  [/GC overhead limit exceeded/i, 'GC overhead limit exceeded'],
  [/Metaspace/i, 'Metaspace'],
  [/Compressed class space/i, 'Compressed class space'],
  [/PermGen space/i, 'PermGen space'],
  [/direct buffer memory|direct memory/i, 'Direct buffer memory'],
  [/native threads?\b/i, 'unable to create native thread'],
  [/Requested array size exceeds VM limit/i, 'Requested array size exceeds VM limit'],
  [/Map failed/i, 'Map failed'],
  [
    /Out of swap space|Unable to allocate|failed to (?:allocate|map)|commit_memory/i,
    'Native memory',
  ],
];

/** What ran out, by the text after `java.lang.OutOfMemoryError`. Undefined for a text nobody knows. */
export const errorKind = (text: string): string | undefined =>
  kinds.find(([pattern]) => pattern.test(text))?.[1];

/** Facts of an error's text: what ran out, what was asked for, what was used and allowed. */
export function readErrorFacts(text: string, at: number): Fact[] {
  const number = (key: Fact['key'], pattern: RegExp): Fact[] => {
    const digits = pattern.exec(text)?.[1];
    return digits === undefined ? [] : [{ key, value: parseCount(digits), at }];
  };
  const kind = errorKind(text);
  return [
    ...(kind === undefined ? [] : [{ key: 'oom-kind' as const, value: kind, at }]),
    // Cannot reserve 65536 bytes of direct buffer memory (allocated: 4194304, limit: 4194304)
    // failed to allocate 16777216 byte(s) of direct memory (used: 1006632960, max: 1010827264)
    ...number(
      'failed-allocation',
      /(?:reserve|allocate|map|request|commit_memory\(0x[0-9a-f]+,) (?:a )?(\d+)(?: byte|,| for )/i,
    ),
    ...number('off-heap', /\((?:allocated|used): (\d+)/),
    ...number('limit', /, (?:limit|max): (\d+)\)|growth limit (\d+)/),
  ];
}
