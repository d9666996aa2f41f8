import { prefixes, type Prefix } from './log-prefix.ts';
import type { Line } from '../report.ts';

/** Maximum rounds of unwrapping. Real texts are wrapped at most five times; a limit is needed for hostile ones. */
const maxRounds = 12;

/**
 * Lines as the tool printed them: without terminal colors, mail quoting, Markdown fences and indentation, line numbers
 * in the margin and what log shippers put before each line. A prefix is removed only where several lines in a row have it. Lines
 * keep their numbers, and the time of a removed prefix becomes `time`. Only lines that are nothing but a fence are dropped.
 */
export function cleanLines(text: string): Line[] {
  const plain = decodeEntities(withoutControls(text));
  const possible = prefixes.filter(({ required }) =>
    required.every((part) => plain.includes(part)),
  );
  const hasFences = plain.includes('```') || plain.includes('~~~');
  let lines: readonly Line[] = splitLines(plain).map((line, index) => ({
    number: index + 1,
    text: line,
  }));
  for (let round = 0; round < maxRounds; round += 1) {
    const before = lines;
    if (hasFences) lines = withoutFences(lines);
    for (const prefix of possible) lines = withoutPrefix(lines, prefix);
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

/** Decodes entities where the HTML of a page was copied instead of its text: then there is `&lt;` but no `<`. */
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

// Two replacements, because splitting at a regular expression takes three times as long.
function splitLines(text: string): string[] {
  if (!text.includes('\r')) return text.split('\n');
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n');
}

const fence = /^\s*(?:`{3,}|~{3,})[\w .+#-]*$/;

function withoutFences(lines: readonly Line[]): readonly Line[] {
  const bare = lines.filter(({ text }) => !fence.test(text));
  return bare.length === lines.length ? lines : bare;
}

/** The lines without the indentation that all of them share, if it is that of Markdown code: four spaces or a tab. */
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

/** Consecutive lines with the same prefix; blank lines may stand between them. */
interface Run {
  readonly first: number;
  last: number;
  count: number;
  /** The matches of the first `maxJudged` lines, to judge what the lines are. */
  readonly matches: RegExpExecArray[];
}

const maxJudged = 200;

function withoutPrefix(lines: readonly Line[], prefix: Prefix): readonly Line[] {
  const runs = findRuns(lines, prefix);
  if (runs.length === 0) return lines;
  const filled = lines.reduce((count, { text }) => (text.trim() === '' ? count : count + 1), 0);
  const removable = runs.filter(
    (run) => (run.count >= prefix.minLines || run.count === filled) && isRemovable(run, prefix),
  );
  if (removable.length === 0) return lines;
  const bare = [...lines];
  for (const { first, last } of removable)
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
    if (!run || (previous && prefix.continues?.(previous, match) === false)) {
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

const isRemovable = ({ matches }: Run, { isContent }: Prefix): boolean =>
  !isContent?.(
    matches.map((match) => match.input.slice(match[0].length)),
    matches,
  );

function bareLine(line: Line, match: RegExpExecArray, { parseTime }: Prefix): Line {
  const text = line.text.slice(match[0].length);
  const time = line.time ?? (match[1] === undefined ? undefined : parseTime?.(match[1]));
  return time === undefined ? { number: line.number, text } : { number: line.number, text, time };
}
