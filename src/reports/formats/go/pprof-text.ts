import { sampleKind, totalFactKey, volumeOnly } from './pprof-profile.ts';
import type { Fact, Line, SiteKind, Warning } from '../../report.ts';
import { parseBytes } from '../../text/numbers.ts';

/** One output of `go tool pprof`: the lines before the table, and the table. Either may be incomplete. */
export interface PprofText {
  readonly header: readonly Line[];
  readonly body: readonly Line[];
  /** Both, in the order printed. */
  readonly lines: readonly Line[];
}

const headerLine =
  /^\s*(?:File: |Build ID: |Type: |Time: |Duration: |Doc: |PeriodType: |Period: |Total: |Showing (?:nodes|top)|Dropped \d+ (?:nodes|edges)|Active filters:|(?:focus|ignore|hide|show|show_from|tagfocus|tagignore)=|Entering interactive mode|\(pprof\)|Fetching profile over HTTP|Saved profile in|Main binary filename not available|Some binary filenames not available|Local symbolization failed)/;

/**
 * Splits lines into outputs of pprof: a header line after a table begins the next one. `isBody` decides whether a line belongs to
 * the table, given whether the line before it does. Lines that are neither header nor table are left out.
 */
export function splitPprofTexts(
  lines: readonly Line[],
  isBody: (text: string, inBody: boolean) => boolean,
): PprofText[] {
  const texts: PprofText[] = [];
  let header: Line[] = [];
  let body: Line[] = [];
  let all: Line[] = [];
  let inBody = false;
  const close = () => {
    if (body.length > 0) texts.push({ header, body, lines: all });
    header = [];
    body = [];
    all = [];
  };
  for (const line of lines) {
    if (headerLine.test(line.text)) {
      if (body.length > 0) close();
      header.push(line);
      all.push(line);
      inBody = false;
    } else if (isBody(line.text, inBody)) {
      body.push(line);
      all.push(line);
      inBody = true;
    } else if (line.text.trim() !== '') {
      if (body.length === 0) close();
      inBody = false;
    }
  }
  close();
  return texts;
}

export interface PprofHeader {
  readonly kind: SiteKind;
  readonly inBytes: boolean;
  readonly facts: readonly Fact[];
  readonly warnings: readonly Warning[];
}

/** Pattern of a value: `22264.53kB`, `1.31MB` or `512B`. A number without unit is a count. */
export const pprofSize = String.raw`-?[\d.]+(?:[kMGTP]?B)?`;

/** A value in bytes, or the count where there is no unit. Negative values, from a difference of two profiles, become 0. */
export function parsePprofSize(text: string): number {
  const match = /^([\d.]+)([kMGTP]?B)?$/.exec(text);
  return match ? (parseBytes(match[1], match[2]) ?? 0) : 0;
}

/** What the header says the numbers are. Without its line "Type:", bytes are assumed to be memory still held. */
export function readHeader({ header, body }: PprofText): PprofHeader {
  const found = (pattern: RegExp) =>
    header.map((line) => ({ line, match: pattern.exec(line.text) })).find(({ match }) => match);
  const type = found(/^\s*Type: (\S+)/)?.match?.[1];
  const program = found(/^\s*File: (\S+)/);
  const total = found(/(?: of |Total: )([\d.]+(?:[kMGTP]?B)?)(?: total)?\s*$/);
  const inBytes = type
    ? !/objects|goroutine|count|threadcreate/.test(type)
    : body.some(({ text }) => /\d[kMGTP]?B\b/.test(text));
  const kind =
    type === undefined ? (inBytes ? 'live' : 'waiting') : (sampleKind(type) ?? 'allocated');
  const key = totalFactKey(type ?? (inBytes ? 'space' : ''), inBytes);
  const totalText = total?.match?.[1];
  return {
    kind,
    inBytes,
    facts: [
      ...(program?.match?.[1]
        ? [{ key: 'process' as const, value: program.match[1], at: program.line.number }]
        : []),
      ...(key && total && totalText
        ? [{ key, value: parsePprofSize(totalText), at: total.line.number }]
        : []),
    ],
    warnings: type === undefined && inBytes ? [noType] : kind === 'allocated' ? [volumeOnly] : [],
  };
}

const noType: Warning = {
  code: 'no-header',
  text: 'The line that begins with "Type:" is missing, so the profile is assumed to be of memory still held. If it was alloc_space, run `go tool pprof -sample_index=inuse_space -top PROFILE` and provide all of its output.',
};
