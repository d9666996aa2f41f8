/**
 * How the matcher fares on the reports of other people: `npx node tests/published/match-report.ts` prints the figures and the
 * answer to each. No rule was ever made for the fresh ones, and no floor is set on them.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { reportTerms } from '../../src/find/report/match-catalogue.ts';
import { buildMatchIndex } from '../../src/match/match-index.ts';
import { matchReports, type Match } from '../../src/match/match.ts';
import { buildSignature } from '../../src/match/signature.ts';
import { readReports, type ReadReports } from '../../src/reports/read-report.ts';
import { ReportError } from '../../src/reports/report.ts';
import { content, pastesFolder, readPastes, type Paste } from './published.ts';

export const signatures = content.postmortems.map(buildSignature);
const index = buildMatchIndex(signatures, reportTerms(content.vocabulary));

export const matchFile = (file: string) => matchRead(readReports(readFileSync(file)), index);

export async function matchRead(reading: Promise<ReadReports>, wanted = index): Promise<Match[]> {
  try {
    const { reports, unread } = await reading;
    return matchReports(reports, wanted, unread);
  } catch (error) {
    if (error instanceof ReportError) return [];
    throw error;
  }
}

export interface RankedPaste extends Paste {
  readonly matches: readonly Match[];
  /** From 1; 0 if the incident is not in the list. */
  readonly place: number;
}

export async function rankPastes(folder: string): Promise<RankedPaste[]> {
  const ranked: RankedPaste[] = [];
  for (const entry of readPastes(folder)) {
    const matches = await matchFile(`${folder}/${entry.file}`);
    const place = matches.findIndex(({ id }) => id === entry.incident) + 1;
    ranked.push({ ...entry, matches, place });
  }
  return ranked;
}

const answer = ({ file, incident: id, matches, place }: RankedPaste): string =>
  `${file}: ${id === null ? 'unknown' : `place ${place === 0 ? 'none' : place}`}; ${matches
    .slice(0, 3)
    .map((match) => `${match.tier} ${match.id}`)
    .join(', ')}`;

/** Half of the cases, by their name. */
const isTuning = (file: string): boolean =>
  [...file].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 1009, 7) % 2 === 0;

function measure(title: string, cases: readonly RankedPaste[]): string {
  return `${title}: ${cases.length} cases, ${scores(cases.map((entry) => [entry]))}`;
}

/** An incident counts once, however many of its cases were found. */
function measureIncidents(title: string, cases: readonly RankedPaste[]): string {
  const groups = [...Map.groupBy(cases, ({ incident: id }) => id).values()];
  return `${title}: ${groups.length} incidents, ${scores(groups)}`;
}

/** The mean over groups of the mean within each. */
function scores(groups: ReadonlyArray<readonly RankedPaste[]>): string {
  const share = (hit: (place: number) => number) => {
    const means = groups.map(
      (group) => group.reduce((sum, { place }) => sum + hit(place), 0) / group.length,
    );
    return (means.reduce((sum, mean) => sum + mean, 0) / Math.max(1, groups.length)).toFixed(2);
  };
  const first = share((place) => (place === 1 ? 1 : 0));
  const third = share((place) => (place > 0 && place <= 3 ? 1 : 0));
  const reciprocal = share((place) => (place === 0 ? 0 : 1 / place));
  return `hit@1 ${first}, hit@3 ${third}, MRR ${reciprocal}`;
}

function falseAlarms(cases: readonly RankedPaste[]): string {
  const unknown = cases.filter(({ incident: id }) => id === null);
  const count = (tier: Match['tier']) =>
    unknown.filter(({ matches }) => matches.some((match) => match.tier === tier)).length;
  const wrong = cases.filter(
    ({ incident: id, matches }) =>
      id !== null && matches.some((match) => match.tier === 'same-fault' && match.id !== id),
  ).length;
  return `unknown: ${unknown.length} cases, called the same fault ${count('same-fault')}, the same component ${count('same-component')}; known called another fault too: ${wrong}`;
}

function tableOf(ranked: readonly RankedPaste[]): string {
  const known = ranked.filter(({ incident: id }) => id !== null);
  const withFrames = known.filter(({ frames }) => frames);
  const untuned = known.filter(({ file }) => !isTuning(file));
  return [
    measure('known, each case', known),
    measureIncidents('known, each incident', known),
    measure('known, with frames, each case', withFrames),
    measureIncidents('known, with frames, each incident', withFrames),
    measure('known, the half that weights were not tuned on', untuned),
    falseAlarms(ranked),
    '',
    ...ranked.map(answer),
  ].join('\n');
}

if (import.meta.main)
  for (const folder of [pastesFolder, join(pastesFolder, 'fresh')])
    process.stdout.write(`${tableOf(await rankPastes(folder))}\n\n`);
