/**
 * A line of output in lower case, with everything that changes from run to run replaced by `#`: addresses, sizes, dates and
 * ids. Two lines that the same statement of a program printed become equal.
 */
export const parameterize = (text: string): string =>
  text
    .slice(0, maxMessageLength)
    .replaceAll(/[\da-f]{8}[-_](?:[\da-f]{4}[-_]){3}[\da-f]{12}/gi, '#')
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

/** Longer lines are truncated: what tells them apart stands at the beginning. */
export const maxMessageLength = 2000;

/** The words of a parameterized message, without numbers. */
export const splitWords = (message: string): string[] =>
  message.split(/[^\p{L}\p{N}_]+/u).filter((word) => /\p{L}{2}/u.test(word));

/** Every three consecutive words, so that messages that differ in part still match. A shorter message is kept whole. */
export function wordTriples(message: string): string[] {
  const words = splitWords(message);
  if (words.length < 3) return [words.join(' ')];
  return words.slice(2).map((_, index) => words.slice(index, index + 3).join(' '));
}

/** Every two consecutive words, so that a message of two words is found within a line. Used for reports only. */
export function wordPairs(message: string): string[] {
  const words = splitWords(message);
  return words.slice(1).map((_, index) => words.slice(index, index + 2).join(' '));
}

/**
 * Whether a parameterized message is one that tools and runtimes print for any fault. The words around such a phrase may be
 * specific: `fork() failed while spawning "worker process" (12: Cannot allocate memory)`.
 */
export const isGeneric = (message: string): boolean =>
  genericLine.test(message) ||
  (genericPhrase.test(message) && splitWords(message.replace(genericPhrases, ' ')).length < 4);

const anyOf = (patterns: readonly RegExp[], flags = ''): RegExp =>
  new RegExp(patterns.map(({ source }) => `(?:${source})`).join('|'), flags);

const genericLine = anyOf([
  /(?:bytes|byte\(s\)) in # (?:blocks|objects?|object\(s\))|byte\(s\) leaked in/,
  /(?:definitely|indirectly|possibly) lost:|still reachable:|in use at exit|total heap usage/,
  /(?:direct|indirect) leak of|leaksanitizer|addresssanitizer|detected memory leaks/,
  /kill(?:ed)? process|invoked oom-killer|out of memory: kill|oom-kill:|oom_reaper|total-vm:/,
  /maxlistenersexceeded|possible eventemitter memory leak|ineffective mark-compacts/,
  /^#?(?:goroutine #|heap profile:)|^(?:rss|heap|total|mem)\b[^a-z]*#/,
]);

const phrases = [
  /(?:java\.lang\.)?outofmemoryerror|java heap space|gc overhead limit exceeded|cannot reserve # bytes of direct buffer memory|direct buffer memory|metaspace|compressed class space|unable to create (?:new )?native thread|requested array size exceeds vm limit|exception in thread "?[\w#-]*"?/,
  /fatal error|runtime: out of memory|out of memory|cannot allocate (?:#-byte block|memory)|oomkilled|no space left on device/,
  /javascript heap out of memory|(?:reached heap limit )?allocation failed/,
  /terminate called after throwing an instance of|what\(\):|std::bad_alloc|memory allocation of # failed|memory allocation of # bytes failed|memoryerror/,
];
const genericPhrase = anyOf(phrases);
const genericPhrases = anyOf(phrases, 'g');
