import { prefixes, type Prefix } from './log-prefix.ts';
import type { Line } from '../report.ts';

/** Rounds of unwrapping. Real copies wear at most five things; hostile text is not peeled for ever. */
const maxRounds = 12;

/**
 * Lines as the tool printed them: without terminal colors, mail quoting, Markdown fences and indentation, line numbers
 * in the margin and what log shippers put before each line. A prefix goes only where a run of lines wears it. Keeps the
 * numbers of the lines as given, and the time of a prefix in `time`. Only lines with a fence and nothing else are dropped.
 */
export function cleanLines(text: string): Line[] {
  const plain = decodeEntities(withoutControls(text));
  const worn = prefixes.filter(({ needs }) => needs.every((part) => plain.includes(part)));
  const hasFences = plain.includes('```') || plain.includes('~~~');
  let lines: readonly Line[] = splitLines(plain).map((line, index) => ({
    number: index + 1,
    text: line,
  }));
  for (let round = 0; round < maxRounds; round += 1) {
    const before = lines;
    if (hasFences) lines = withoutFences(lines);
    for (const prefix of worn) lines = withoutPrefix(lines, prefix);
    lines = withoutIndent(lines);
    if (lines === before) break;
  }
  return [...lines];
}

const escapes =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b\n]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;

function withoutControls(text: string): string {
  const unmarked = text.includes('\uFEFF') ? text.replaceAll('\uFEFF', '') : text;
  if (!unmarked.includes('\u001b')) return unmarked;
  return unmarked.replace(escapes, '').replaceAll('\u001b', '');
}

/** The source of a page was copied, not its text: a report has `<` where it has `&lt;` for another reason. */
function decodeEntities(text: string): string {
  if (text.includes('<') || !text.includes('&lt;')) return text;
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&');
}

// Splitting at a regular expression takes three times as long.
function splitLines(text: string): string[] {
  if (!text.includes('\r')) return text.split('\n');
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n');
}

const fence = /^\s*(?:`{3,}|~{3,})[\w .+#-]*$/;

function withoutFences(lines: readonly Line[]): readonly Line[] {
  const bare = lines.filter(({ text }) => !fence.test(text));
  return bare.length === lines.length ? lines : bare;
}

/** The indentation all lines share, if it is that of Markdown code: four spaces or a tab. */
function withoutIndent(lines: readonly Line[]): readonly Line[] {
  let shared: string | undefined;
  for (const { text } of lines) {
    if (text.trim() === '') continue;
    const indent = /^[ \t]*/.exec(text)?.[0] ?? '';
    shared = shared === undefined ? indent : sharedStart(shared, indent);
    if (!isCodeIndent(shared)) return lines;
  }
  if (shared === undefined) return lines;
  const { length } = shared;
  return lines.map((line) => ({ ...line, text: line.text.slice(length) }));
}

const isCodeIndent = (indent: string): boolean =>
  indent.startsWith('    ') || indent.startsWith('\t');

function sharedStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}

/** Lines one after the other, blank ones between, that wear the same prefix. */
interface Run {
  readonly first: number;
  last: number;
  count: number;
  /** The first matches: enough to judge what the lines are. */
  readonly matches: RegExpExecArray[];
}

const maxJudged = 200;

function withoutPrefix(lines: readonly Line[], prefix: Prefix): readonly Line[] {
  const runs = findRuns(lines, prefix);
  if (runs.length === 0) return lines;
  const filled = lines.reduce((count, { text }) => (text.trim() === '' ? count : count + 1), 0);
  const worn = runs.filter(
    (run) => (run.count >= prefix.least || run.count === filled) && isRemovable(run, prefix),
  );
  if (worn.length === 0) return lines;
  const bare = [...lines];
  for (const { first, last } of worn)
    for (let index = first; index <= last; index += 1) {
      const line = lines[index];
      const match = line && prefix.pattern.exec(line.text);
      if (match) bare[index] = bareLine(line, match, prefix);
    }
  return bare;
}

function findRuns(lines: readonly Line[], prefix: Prefix): Run[] {
  const runs: Run[] = [];
  let run: Run | undefined;
  let previous: RegExpExecArray | undefined;
  for (const [index, { text }] of lines.entries()) {
    const match = prefix.starts.test(text) ? prefix.pattern.exec(text) : null;
    if (!match) {
      if (run && text.trim() !== '') run = undefined;
      continue;
    }
    if (!run || (previous && prefix.follows?.(previous, match) === false)) {
      run = { first: index, last: index, count: 0, matches: [] };
      runs.push(run);
    }
    run.last = index;
    run.count += 1;
    if (run.matches.length < maxJudged) run.matches.push(match);
    previous = match;
  }
  return runs;
}

const isRemovable = ({ matches }: Run, { keeps }: Prefix): boolean =>
  !keeps?.(
    matches.map((match) => match.input.slice(match[0].length)),
    matches,
  );

function bareLine(line: Line, match: RegExpExecArray, { timeOf }: Prefix): Line {
  const text = line.text.slice(match[0].length);
  const time = line.time ?? (match[1] === undefined ? undefined : timeOf?.(match[1]));
  return time === undefined ? { number: line.number, text } : { number: line.number, text, time };
}
