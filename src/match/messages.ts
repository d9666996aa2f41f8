/**
 * A line of output with everything that changes from run to run replaced by `#`: addresses, sizes, dates, ids, quoted
 * values. Two outputs of the same statement of a program become equal. In lower case.
 */
export const parameterize = (text: string): string =>
  text
    .slice(0, longestMessage)
    .replaceAll(/\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\b/gi, '#')
    .replaceAll(
      /\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)?/g,
      '#',
    )
    .replaceAll(/0x[\da-f]+/gi, '#')
    .replaceAll(
      /(?<![A-Za-z_\d])[+-]?\d[\d.,:]*(?:e[+-]?\d+)?(?:%|[kKMGT]i?[bB]?\b|[bB]\b|[mnu]?s\b)?/g,
      '#',
    )
    .replaceAll(/\b(?=[a-f]*\d)[\da-f]{12,}\b/gi, '#')
    .replaceAll(/[ \t]+/g, ' ')
    .trim()
    .toLowerCase();

const longestMessage = 2000;

/** The words of a parameterized message, numbers left out. */
export const wordsOf = (message: string): string[] =>
  message.split(/[^\p{L}\p{N}_]+/u).filter((word) => /\p{L}{2}/u.test(word));

/** Runs of three words: they find a message of which a part differs. */
export function shinglesOf(message: string): string[] {
  const words = wordsOf(message);
  return words.slice(2).map((_, index) => words.slice(index, index + 3).join(' '));
}

/** Tools and runtimes print these for any fault whatever, so they identify none. Tested on a parameterized message. */
export const isGeneric = (message: string): boolean => generic.test(message);

const generic = new RegExp(
  [
    /(?:bytes|byte\(s\)) in # (?:blocks|objects?|object\(s\))/,
    /(?:definitely|indirectly|possibly) lost:|still reachable:|in use at exit|total heap usage/,
    /(?:direct|indirect) leak of|leaksanitizer|addresssanitizer|detected memory leaks/,
    /kill(?:ed)? process|invoked oom-killer|out of memory: kill|oom-kill:|oom_reaper|oomkilled|total-vm:/,
    /java\.lang\.outofmemoryerror|java heap space|gc overhead limit|cannot reserve # bytes of direct|unable to create (?:new )?native thread/,
    /fatal error: (?:runtime: )?out of memory|runtime: out of memory|cannot allocate memory/,
    /javascript heap out of memory|reached heap limit|ineffective mark-compacts|maxlistenersexceeded|possible eventemitter memory leak/,
    /std::bad_alloc|terminate called after|memory allocation of # bytes failed|memoryerror\b/,
    /^#?(?:goroutine #|heap profile:)|^(?:rss|heap|total|mem)\b[^a-z]*#/,
  ]
    .map(({ source }) => source)
    .join('|'),
);
