import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';

import { withoutDrafts } from '../model/content.ts';
import { reportTerms } from '../find/report/match-catalogue.ts';
import { buildMatchIndex, type MatchIndex } from '../match/match-index.ts';
import { matchReports, type Match } from '../match/match.ts';
import { buildSignature } from '../match/signature.ts';
import { schemaVersion } from '../outputs/shared-fields.ts';
import { readContent } from '../content/read/read-content.ts';
import { readReports, type ReadReports } from '../reports/read-report.ts';
import { facts as factNames, ReportError, type Line, type Report } from '../reports/report.ts';
import { CliError } from './cli-error.ts';
import { root } from './run.ts';

export interface MatchIo {
  write(text: string): void;
}

/**
 * Finds who had it before: `match FILE…` reads reports and logs, `-` standard input. All files together are one question.
 * With `--json` one JSON object and nothing else. Gives 0 with or without matches. Throws CliError with status 2 for wrong
 * use, or if a report cannot be read.
 */
export async function match(args: readonly string[], io: MatchIo): Promise<number> {
  const unknown = args.find((arg) => /^-./.test(arg) && arg !== '--json');
  if (unknown !== undefined)
    throw new CliError(`match takes no "${unknown}". Its only option is --json.`, 2);
  const files = args.filter((arg) => arg !== '--json');
  if (files.length === 0)
    throw new CliError('match needs a report: npm run match -- FILE, or - for standard input.', 2);
  const read = await Promise.all(files.map(readOne));
  const error = read.flatMap(({ errors }) => errors).at(0);
  if (error !== undefined && read.every(({ reports }) => reports.length === 0))
    throw new CliError(error, 2);
  const { content } = await readContent(root);
  const answer = answerTo(
    read,
    buildMatchIndex(
      withoutDrafts(content).postmortems.map(buildSignature),
      reportTerms(content.vocabulary),
    ),
  );
  io.write(
    args.includes('--json')
      ? `${JSON.stringify(answerJson(answer), null, 2)}\n`
      : answerText(answer),
  );
  return 0;
}

/** What was read, all of it one question, and the incidents it may be about. */
export interface MatchAnswer extends ReadReports {
  readonly matches: readonly Match[];
}

export function answerTo(read: readonly ReadReports[], index: MatchIndex): MatchAnswer {
  const reports = read.flatMap((file) => file.reports);
  const errors = read.flatMap((file) => file.errors);
  const unread = read.flatMap((file) => file.unread);
  return { reports, unread, errors, matches: matchReports(reports, index, unread) };
}

async function readOne(file: string): Promise<ReadReports> {
  const name = file === '-' ? 'standard input' : basename(file);
  try {
    return await readReports(file === '-' ? await buffer(process.stdin) : await bytesOf(file));
  } catch (error) {
    if (error instanceof ReportError) throw new CliError(`${name}: ${error.message}`, 2);
    throw error;
  }
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw new CliError(`there is no file "${file}".`, 2);
    if (code === 'EISDIR')
      throw new CliError(`"${file}" is a folder. Give the file with the report.`, 2);
    throw new CliError(`"${file}" cannot be read (${String(code)}).`, 2);
  }
}

const addressOf = (id: number): string => `/i/${id}/`;

/** What `--json` prints: /schema/match.json describes it. */
export function answerJson({ reports, unread, errors, matches }: MatchAnswer) {
  return {
    schemaVersion,
    recognized: reports.map(({ format, lines, warnings, facts }) => ({
      format,
      lines,
      warnings,
      facts,
    })),
    matches: matches.map(({ id, slug, ...rest }) => ({ id, slug, url: addressOf(id), ...rest })),
    unread: unread.map(({ number, text }) => ({ line: number, text })),
    errors,
  };
}

/** The answer in words. */
export function answerText(answer: MatchAnswer): string {
  const { reports, unread, errors, matches } = answer;
  const parts = [
    reports.length === 0
      ? 'No report was recognized. Paste the whole output of the tool, with its first lines.'
      : `Recognized:\n${reports.map(recognizedLine).join('\n')}`,
    ...errors.map((error) => `Not read: ${error}`),
    sentenceOf(answer),
    ...matches.map(matchText),
    adviceOf(reports),
    unread.length === 0
      ? ''
      : `${unread.length} ${unread.length === 1 ? 'line' : 'lines'} not read, the first: ${quote(unread)}`,
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function recognizedLine({ format, lines, sites, classes, series, facts }: Report): string {
  const place = lines ? `, lines ${lines[0]} to ${lines[1]}` : '';
  const held = [
    counted(sites.length, 'stack'),
    counted(classes.length, 'class', 'classes'),
    counted(series.length, 'series', 'series'),
    ...facts
      .filter(({ key }) => factNames[key].unit === 'text')
      .map(({ key, value }) => `${factNames[key].label} ${value}`),
  ].filter(Boolean);
  return `  ${format}${place}${held.length > 0 ? `: ${held.join(', ')}` : ''}`;
}

const counted = (count: number, one: string, many = `${one}s`): string =>
  count === 0 ? '' : `${count} ${count === 1 ? one : many}`;

function sentenceOf({ matches }: MatchAnswer): string {
  const [first] = matches;
  if (!first) return 'No known incident fits.';
  const also = matches.filter(({ tier }) => tier === first.tier).length - 1;
  const others = also === 0 ? '' : `, and ${counted(also, 'other')}`;
  switch (first.tier) {
    case 'same-fault':
      return `This looks like the fault of ${addressOf(first.id)}${others}.`;
    case 'same-component':
      return `The fault itself is not known here, but the memory goes through the same component as in ${addressOf(first.id)}${others}.`;
    case 'same-pattern':
      return `No known incident shows these functions. The totals look like ${addressOf(first.id)}${others}.`;
  }
}

function matchText({ id, title, tier, because, unmatched, fixed }: Match): string {
  return [
    `${tier}  ${addressOf(id)}  ${title}`,
    ...because.map(
      ({ found, at, matches, share }) =>
        `    ${at === undefined ? '' : `line ${at}: `}${short(found)}${found === matches ? ' (the same there)' : `  ~  ${short(matches)}`}${share === undefined ? '' : `, ${percent(share)} of the report`}`,
    ),
    ...fixed.map((text) => `    fixed in ${short(text)}`),
    ...(tier === 'same-pattern' || unmatched.length === 0
      ? []
      : [`    not shown there: ${unmatched.map(({ found }) => short(found)).join('; ')}`]),
  ].join('\n');
}

const percent = (share: number): string =>
  share < 0.01 ? 'under 1 %' : `${Math.round(share * 100)} %`;

const short = (text: string): string => (text.length > 100 ? `${text.slice(0, 99)}…` : text);

function adviceOf(reports: readonly Report[]): string {
  const advice = new Set(reports.flatMap(({ warnings }) => warnings.map(({ text }) => text)));
  return advice.size === 0
    ? ''
    : `To learn more:\n${[...advice].map((text) => `  ${text}`).join('\n')}`;
}

const quote = ([first]: readonly Line[]): string =>
  first ? `${first.number}: ${short(first.text.trim())}` : '';
