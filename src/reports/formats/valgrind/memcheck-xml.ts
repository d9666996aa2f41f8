/** The XML of Valgrind's Memcheck (--xml=yes), protocol versions 4 and 5. */

import { buildWarnings } from './memcheck.ts';
import {
  createReading,
  type Fact,
  type Frame,
  type Line,
  type Message,
  type Reading,
  type Site,
  type TextFormat,
} from '../../report.ts';
import { heaviestSites } from '../../text/sites.ts';
import { parseCount } from '../../text/numbers.ts';

export const memcheckXml: TextFormat = {
  id: 'memcheck-xml',
  label: 'Valgrind Memcheck, XML',
  prefilter:
    /<protocoltool>memcheck<|<kind>(?:Leak_|Invalid|Uninit|Mismatched|Overlap|SyscallParam|FishyValue)|<leakedbytes>/m,
  anyLength: true,
  read,
};

// <leakedbytes>6144</leakedbytes>
const element = /<(\/?)([a-z_A-Z]{1,40})(?: [^<>]{0,200})?\/?>([^<]*)/g;
const known = new Set(
  'valgrindoutput protocolversion protocoltool preamble line pid ppid tool logfilequalifier var value usercomment args vargv argv exe arg status state time error unique tid threadname kind what xwhat text leakedbytes leakedblocks stack frame ip obj fn dir file auxwhat xauxwhat suppression sname skind skaux sframe fun rawtext errorcounts suppcounts pair count name origin announcethread hthreadid fatal_signal signo signame sicode event siaddr'.split(
    ' ',
  ),
);

interface Draft {
  readonly consumed: Line[];
  readonly facts: Fact[];
  readonly messages: Message[];
  readonly sites: Site[];
  readonly argv: string[];
  isEvidence: boolean;
  lost: Loss;
}

interface Loss {
  readonly leaked: number;
  readonly possibly: number;
  readonly reachable: number;
}

interface ErrorDraft {
  kind: string;
  text: string;
  bytes: number;
  blocks: number;
  at: number;
  frames: Frame[];
  stacks: number;
}

interface FrameDraft {
  ip: string;
  fn: string;
  obj: string;
  file: string;
  line: number;
  at: number;
}

const nothingLost: Loss = { leaked: 0, possibly: 0, reachable: 0 };

function read(lines: readonly Line[]): readonly Reading[] {
  const drafts: Draft[] = [];
  let error: ErrorDraft | undefined;
  let frame: FrameDraft | undefined;
  let isProgram = false;

  let declaration: Line | undefined;

  for (const line of lines) {
    if (/^\s*<\?xml [^<>]*\?>\s*$/.test(line.text)) declaration = line;
    const elements = parseElements(line.text);
    if (elements === undefined) continue;
    if (
      drafts.length === 0 ||
      elements.some(({ name, isEnd }) => name === 'valgrindoutput' && !isEnd)
    )
      drafts.push(createDraft());
    const draft = drafts.at(-1);
    if (!draft) continue;
    if (declaration && draft.consumed.length === 0) draft.consumed.push(declaration);
    declaration = undefined;
    draft.consumed.push(line);
    for (const { name, isEnd, text } of elements) {
      if (name === 'protocoltool' && text === 'memcheck') draft.isEvidence = true;
      else if (name === 'argv') isProgram = !isEnd;
      else if (isProgram && !isEnd && (name === 'exe' || name === 'arg')) draft.argv.push(text);
      else if (name === 'error' && !isEnd) error = createError(line.number);
      else if (name === 'error' && error) {
        endError(draft, error);
        error = undefined;
      } else if (name === 'stack' && !isEnd && error) error.stacks += 1;
      else if (name === 'frame' && !isEnd)
        frame = { ip: '', fn: '', obj: '', file: '', line: 0, at: line.number };
      else if (name === 'frame' && frame) {
        // Only the first stack is of the error; a second one shows where the block was allocated or freed.
        if (error?.stacks === 1) error.frames.push(toFrame(frame));
        frame = undefined;
      } else if (!isEnd && frame) setFramePart(frame, name, text, line.number);
      else if (!isEnd && error) setErrorPart(error, name, text);
      else if (!isEnd && name === 'line') addPreamble(draft, text, line.number);
    }
  }
  const last = drafts.at(-1);
  if (last && error) endError(last, error);
  return drafts.filter(({ isEvidence }) => isEvidence).map(toReading);
}

const createDraft = (): Draft => ({
  consumed: [],
  facts: [],
  messages: [],
  sites: [],
  argv: [],
  isEvidence: false,
  lost: nothingLost,
});

const createError = (at: number): ErrorDraft => ({
  kind: '',
  text: '',
  bytes: 0,
  blocks: 0,
  at,
  frames: [],
  stacks: 0,
});

/** The XML elements of a line; undefined if it is not Valgrind's XML. */
function parseElements(text: string) {
  if (!text.includes('<')) return undefined;
  const elements = Array.from(text.matchAll(element), ([, end, name = '', content = '']) => ({
    name,
    isEnd: end === '/',
    text: unescaped(content.trim()),
  }));
  return elements.length > 0 && elements.every(({ name }) => known.has(name))
    ? elements
    : undefined;
}

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};
const unescaped = (text: string): string =>
  text.replace(/&(lt|gt|amp|quot|apos);/g, (whole, name: string) => entities[name] ?? whole);

function setFramePart(frame: FrameDraft, name: string, text: string, at: number): void {
  if (name === 'ip' || name === 'fn' || name === 'obj' || name === 'file') frame[name] = text;
  if (name === 'fn') frame.at = at;
  if (name === 'line') frame.line = parseCount(text) ?? 0;
}

const toFrame = ({ ip, fn, obj, file, line, at }: FrameDraft): Frame => ({
  name: fn || (file ? `${file}:${line}` : ip || '???'),
  ...(obj ? { module: obj } : {}),
  ...(file ? { file, line } : {}),
  at,
});

function setErrorPart(error: ErrorDraft, name: string, text: string): void {
  if (name === 'kind') error.kind = text;
  if ((name === 'what' || name === 'text') && error.text === '') error.text = text;
  if (name === 'leakedbytes') error.bytes = parseCount(text) ?? 0;
  if (name === 'leakedblocks') error.blocks = parseCount(text) ?? 0;
}

function endError(draft: Draft, { kind, text, bytes, blocks, at, frames }: ErrorDraft): void {
  draft.isEvidence = true;
  if (!kind.startsWith('Leak_')) {
    if (text) draft.messages.push({ text, at });
    return;
  }
  const isReachable = kind === 'Leak_StillReachable';
  const isPossible = kind === 'Leak_PossiblyLost';
  const isIndirect = kind === 'Leak_IndirectlyLost';
  const { leaked, possibly, reachable } = draft.lost;
  draft.lost = {
    // The size of a lost block includes the blocks that are indirectly lost with it.
    leaked: leaked + (isReachable || isPossible || isIndirect ? 0 : bytes),
    possibly: possibly + (isPossible ? bytes : 0),
    reachable: reachable + (isReachable ? bytes : 0),
  };
  if (frames.length > 0)
    draft.sites.push({ kind: isReachable ? 'live' : 'leaked', frames, bytes, count: blocks });
}

function addPreamble(draft: Draft, text: string, at: number): void {
  const [, version] = /^Using Valgrind-(\S+) /.exec(text) ?? [];
  if (version) draft.facts.push({ key: 'tool-version', value: version, at });
}

function toReading({ consumed, facts, messages, sites: all, argv, lost }: Draft): Reading {
  const { sites, warnings } = heaviestSites(all);
  const stated: readonly Fact[] = [
    ...(argv.length > 0 ? [{ key: 'command', value: argv.join(' ') } as const] : []),
    ...facts,
    { key: 'leaked', value: lost.leaked },
    ...(lost.possibly > 0 ? [{ key: 'possibly-leaked', value: lost.possibly } as const] : []),
    ...(lost.reachable > 0 ? [{ key: 'still-reachable', value: lost.reachable } as const] : []),
  ];
  return createReading(memcheckXml.id, consumed, {
    sites,
    messages,
    facts: stated,
    warnings: [...warnings, ...buildWarnings(sites, messages, stated)],
  });
}
