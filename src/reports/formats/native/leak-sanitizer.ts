/** LeakSanitizer, alone or inside AddressSanitizer: what leaked, with the stack that allocated it. */

import {
  createReading,
  type Fact,
  type Frame,
  type Line,
  type Message,
  type Reading,
  type Site,
  type TextFormat,
  type Warning,
} from '../../report.ts';
import { parseSanitizerFrame } from './address-sanitizer.ts';
import { heaviestSites, lacksNames } from '../../text/sites.ts';
import { parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

export const leakSanitizer: TextFormat = {
  id: 'leak-sanitizer',
  label: 'LeakSanitizer',
  prefilter:
    /(?:Direct|Indirect) leak of \d+ byte\(s\) in \d+ object\(s\)|LeakSanitizer: detected memory leaks|Sanitizer: \d+ byte\(s\) leaked in /m,
  read,
};

const begins = /(?:==\d+==)?ERROR: LeakSanitizer: detected memory leaks/;
// Direct leak of 76080 byte(s) in 10 object(s) allocated from:
const leakLine = /(Direct|Indirect) leak of (\d+) byte\(s\) in (\d+) object\(s\) allocated from:/;
// SUMMARY: AddressSanitizer: 186842 byte(s) leaked in 145 allocation(s).
const summary =
  /SUMMARY: (?:Address|Leak|HWAddress|Memory)Sanitizer: (\d+) byte\(s\) leaked in (\d+) allocation\(s\)/;
const objects = /^\s*(?:Objects leaked above:|0x[0-9a-f]+ \(\d+ bytes\))\s*$/;
const skipped = /^\s*(?:={10,}|-{10,}|Suppressions used:|count +bytes template|\d+ +\d+ \S+)\s*$/;

interface Leak {
  readonly isDirect: boolean;
  readonly bytes: number;
  readonly count: number;
  readonly frames: Frame[];
}

interface Draft {
  readonly consumed: Line[];
  readonly leaks: Leak[];
  readonly facts: Fact[];
  readonly messages: Message[];
  isEnded: boolean;
}

function read(lines: readonly Line[]): readonly Reading[] {
  const drafts: Draft[] = [];
  const newDraft = (): Draft => {
    const draft: Draft = { consumed: [], leaks: [], facts: [], messages: [], isEnded: false };
    drafts.push(draft);
    return draft;
  };
  let leak: Leak | undefined;

  for (const [index, line] of lines.entries()) {
    const { text, number: at } = line;
    const current = drafts.at(-1);
    const found = leakLine.exec(text);
    if (begins.test(text)) {
      const isNew = !current || current.isEnded || current.leaks.length > 0;
      const draft = isNew ? newDraft() : current;
      const before = lines[index - 1];
      if (before && /^\s*={10,}\s*$/.test(before.text)) draft.consumed.push(before);
      draft.consumed.push(line);
      draft.messages.push({ text: text.replace(/^.*?ERROR: /, '').trim(), at });
      leak = undefined;
    } else if (found) {
      const draft = !current || current.isEnded ? newDraft() : current;
      const [, kind, bytes, count] = found;
      leak = {
        isDirect: kind === 'Direct',
        bytes: parseCount(bytes) ?? 0,
        count: parseCount(count) ?? 0,
        frames: [],
      };
      draft.leaks.push(leak);
      draft.consumed.push(line);
    } else if (summary.test(text)) {
      leak = undefined;
      const draft = current && !current.isEnded ? current : newDraft();
      const [, bytes, count] = summary.exec(text) ?? [];
      draft.facts.push(
        ...optionalFact('leaked', parseCount(bytes), at),
        ...optionalFact('leaked-blocks', parseCount(count), at),
      );
      draft.consumed.push(line);
      draft.isEnded = true;
    } else if (current && consumeRest(current, leak, line)) current.consumed.push(line);
    else if (text.trim() === '') leak = undefined;
  }
  return drafts.map(toReading);
}

/** Reads a frame of the current leak, or a line without information; false if the line is neither. */
function consumeRest(draft: Draft, leak: Leak | undefined, { text, number }: Line): boolean {
  const parsed = leak ? parseSanitizerFrame(text, number) : undefined;
  if (parsed && leak) {
    // Frame 0 starts another stack, which does not belong to this leak.
    if (parsed.number === 0 && leak.frames.length > 0) return false;
    leak.frames.push(parsed.frame);
    return true;
  }
  return (draft.leaks.length > 0 && objects.test(text)) || (!draft.isEnded && skipped.test(text));
}

function toReading({ consumed, leaks, facts, messages }: Draft): Reading {
  const all = leaks.flatMap(({ bytes, count, frames }): readonly Site[] =>
    frames.length > 0 ? [{ kind: 'leaked', frames, bytes, count }] : [],
  );
  const { sites, warnings } = heaviestSites(all);
  return createReading(leakSanitizer.id, consumed, {
    sites,
    facts,
    messages,
    warnings: [...warnings, ...buildWarnings(sites, facts)],
  });
}

// In code without frame pointers the fast unwinder stops after the allocating frame and one more.
const shortStackFrames = 2;

function buildWarnings(sites: readonly Site[], facts: readonly Fact[]): readonly Warning[] {
  if (sites.length === 0)
    return facts.length > 0
      ? [
          {
            code: 'summary-only',
            text: 'There is a total but no stack. Provide the whole output, starting at "ERROR: LeakSanitizer".',
          },
        ]
      : [];
  if (lacksNames(sites))
    return [
      {
        code: 'no-symbols',
        text: 'The frames have no function names. Run with llvm-symbolizer in PATH (or ASAN_SYMBOLIZER_PATH=/path/to/llvm-symbolizer) and symbolize=1, and build with -g.',
      },
    ];
  const bytes = sites.reduce((sum, site) => sum + (site.bytes ?? 0), 0);
  const short = sites.filter(({ frames }) => frames.length <= shortStackFrames);
  const shortBytes = short.reduce((sum, site) => sum + (site.bytes ?? 0), 0);
  if (shortBytes <= bytes / 2) return [];
  return [
    {
      code: 'short-stacks',
      text: 'Most stacks end after the allocator. Run again with "ASAN_OPTIONS=fast_unwind_on_malloc=0" (LSAN_OPTIONS without AddressSanitizer), or build the libraries with -fno-omit-frame-pointer.',
    },
  ];
}
