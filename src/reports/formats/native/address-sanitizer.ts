import {
  createReading,
  type Fact,
  type Frame,
  type Line,
  type Message,
  type Reading,
  type TextFormat,
  type Warning,
} from '../../report.ts';

/**
 * Errors with which AddressSanitizer and related sanitizers stop a program: memory ran out, or was used wrongly. An error has a site
 * only if memory ran out; others are compared by their message. Leaks are read by leak-sanitizer.ts.
 */

export const addressSanitizer: TextFormat = {
  id: 'address-sanitizer',
  label: 'AddressSanitizer',
  prefilter: /(?:ERROR: |==|SUMMARY: )(?:Address|HWAddress|Memory|Thread)Sanitizer: /m,
  read,
};

const headline =
  /^.{0,80}?==\d+==\s*(?:ERROR: )?((?:Address|HWAddress|Memory|Thread)Sanitizer: .*)$/;
const bare = /^\s*ERROR: ((?:Address|HWAddress|Memory|Thread)Sanitizer: .*)$/;
const summary = /^\s*SUMMARY: ((?:Address|HWAddress|Memory|Thread)Sanitizer: .*)$/;
// allocator is out of memory trying to allocate 0x800000000 bytes
// requested allocation size 0xffffffffffffffff (0x800 after adjustments for alignment …) exceeds maximum supported size
const failed =
  /(?:trying to allocate|requested allocation size|failed to allocate) 0x([0-9a-f]{1,16})/i;
// hard rss limit exhausted (150Mb vs 180Mb)
const rssLimit = /(?:hard|soft) rss limit exhausted \((\d{1,9})Mb vs (\d{1,9})Mb\)/;
const outOfMemory =
  /out of memory|out-of-memory|allocation-size-too-big|calloc-overflow|rss limit|rss-limit|failed to allocate/;
const skipped =
  /^\s*(?:={10,}|==\d+==(?:ABORTING|HINT: .*|Process memory map follows:|End of process memory map\.)|(?:READ|WRITE|ACCESS) of size \d+ .*|0x[0-9a-f]+ is located .*|(?:freed|previously allocated|allocated) by thread .*|(?:Address|Shadow) .*|HINT: .*|(?:=>)?\s*0x[0-9a-f]{6,16}:(?: ?\[?[0-9a-f]{2}\]?){4,32}\s*|[A-Z][\w ]+:(?:\s+[0-9a-f]{2}){1,8}\s*|0x[0-9a-f]{8,16}-0x[0-9a-f]{8,16}(?:\s.*)?|Thread T\d+ .*created by .*)$/;

interface Draft {
  readonly consumed: Line[];
  readonly messages: Message[];
  readonly facts: Fact[];
  readonly frames: Frame[];
  isOutOfMemory: boolean;
  isEnded: boolean;
  /** Number of stacks so far. Only the first is that of the error itself. */
  stacks: number;
}

function read(lines: readonly Line[]): readonly Reading[] {
  const drafts: Draft[] = [];
  const newDraft = (): Draft => {
    const draft: Draft = {
      consumed: [],
      messages: [],
      facts: [],
      frames: [],
      isOutOfMemory: false,
      isEnded: false,
      stacks: 0,
    };
    drafts.push(draft);
    return draft;
  };

  for (const [index, line] of lines.entries()) {
    const { text, number: at } = line;
    const head =
      (text.includes('Sanitizer: ') && (headline.exec(text) ?? bare.exec(text))) || undefined;
    const [, sum] = summary.exec(text) ?? [];
    const current = drafts.at(-1);
    if (head) {
      const draft = newDraft();
      const before = lines[index - 1];
      if (before && /^\s*={10,}\s*$/.test(before.text)) draft.consumed.push(before);
      addMessage(draft, head[1] ?? '', at);
      draft.consumed.push(line);
    } else if (sum) {
      const draft = current && !current.isEnded ? current : newDraft();
      addMessage(draft, sum, at);
      draft.consumed.push(line);
      draft.isEnded = true;
    } else if (current && consumeRest(current, line)) current.consumed.push(line);
  }
  return drafts.map(toReading);
}

function addMessage(draft: Draft, text: string, at: number): void {
  draft.messages.push({ text: text.trim(), at });
  draft.isOutOfMemory ||= outOfMemory.test(text);
  const [, size] = failed.exec(text) ?? [];
  if (size) draft.facts.push({ key: 'failed-allocation', value: Number.parseInt(size, 16), at });
  const [, limit, rss] = rssLimit.exec(text) ?? [];
  if (limit)
    draft.facts.push(
      { key: 'limit', value: Number(limit) * 2 ** 20, at },
      { key: 'rss', value: Number(rss) * 2 ** 20, at },
    );
}

function consumeRest(draft: Draft, { text, number }: Line): boolean {
  if (text.trim() === '') return true;
  const parsed = parseSanitizerFrame(text, number);
  if (!parsed) return skipped.test(text);
  if (draft.isEnded) return false;
  if (parsed.number === 0) draft.stacks += 1;
  if (draft.stacks <= 1) draft.frames.push(parsed.frame);
  return true;
}

function toReading({ consumed, messages, facts, frames, isOutOfMemory }: Draft): Reading {
  return createReading(addressSanitizer.id, consumed, {
    messages,
    facts,
    sites: isOutOfMemory && frames.length > 0 ? [{ kind: 'victim', frames }] : [],
    warnings: buildWarnings(isOutOfMemory, frames.length > 0),
  });
}

function buildWarnings(isOutOfMemory: boolean, hasStack: boolean): readonly Warning[] {
  if (!isOutOfMemory)
    return [
      {
        code: 'no-leak',
        text: 'The sanitizer found a memory error, not a leak. Only its message is compared.',
      },
    ];
  if (hasStack)
    return [
      {
        code: 'victim-stack',
        text: 'The stack shows where memory ran out, which is not necessarily what used it up. Get a leak report at exit (detect_leaks=1) or a heap profile.',
      },
    ];
  return [
    {
      code: 'no-stack',
      text: 'The limit was reached, but there is no stack. Record a heap profile (heaptrack PROGRAM), or set soft_rss_limit_mb with allocator_may_return_null=1 to see which allocation fails.',
    },
  ];
}

//     #1 0x7fe5680333e8 in CRYPTO_zalloc (/lib/x86_64-linux-gnu/libcrypto.so.3+0x2333e8) (BuildId: 0a1b)
//     #2 0x5556e51f859a in main /home/dev/project/cache_leak.cpp:16:5
//     #3 0x5611dc1093d1  (/home/dev/project/cache_leak_asan+0x23d1)
//     #4 0x10d8c1b2 (<unknown module>)
const numberedFrame = /^\s*#(\d{1,4})\s+(0x[0-9a-fA-F]{1,16})\s+(.*)$/;
const buildId = / \(BuildId: [0-9a-fA-F]*\)$/;
const moduleOffset = /^\((.*?)(?:\+0x[0-9a-fA-F]+)?\)$/;
const sourcePlace = /^(.*?):(\d{1,9})(?::\d{1,9})?$/;

export interface NumberedFrame {
  readonly number: number;
  readonly frame: Frame;
}

/** Parses a frame of a sanitizer's stack; undefined for any other text. */
export function parseSanitizerFrame(text: string, at: number): NumberedFrame | undefined {
  if (!text.includes('#')) return undefined;
  const match = numberedFrame.exec(text);
  if (!match) return undefined;
  const [, number, address = '', rest = ''] = match;
  const body = rest.trimEnd().replace(buildId, '');
  const isNamed = body.startsWith('in ');
  const { name, place } = splitFrame(isNamed ? body.slice(3) : body, isNamed);
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

/** Splits a frame into function and place, which may both contain spaces. The place is a module in parentheses, or a path. */
function splitFrame(
  text: string,
  isNamed: boolean,
): { readonly name: string; readonly place: string } {
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

/** Index of a final ` (a.out+0x1130)`; -1 if there is none. */
function offsetAt(text: string): number {
  const open = text.lastIndexOf(' (');
  return open > 0 && /^ \([^()]{0,4000}\+0x[0-9a-fA-F]{1,16}\)$/.test(text.slice(open)) ? open : -1;
}

/** Index of the path: after the first ` /` if it is absolute, otherwise after the last space. */
function startOfPath(text: string): number {
  const absolute = text.search(/ (?:\/|[A-Za-z]:\\|\.\.\/)/);
  return absolute > 0 ? absolute : text.lastIndexOf(' ') + 1;
}
