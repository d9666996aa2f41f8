/**
 * How reports of other people are answered: `npx node tests/published/match-report.ts` prints the figures of both halves, and
 * the single answers of the half that rules are made with. Nobody who makes rules looks at answers of the fresh half.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildMatchCatalogue } from '../../src/find/report/match-catalogue.ts';
import { answerReports, createMatcher } from '../../src/find/report/matcher.ts';
import { readInputs } from '../../src/find/report/read-inputs.ts';
import type { ReportAnswer } from '../../src/find/report/report-answer.ts';
import { buildCollection, createMemorySource } from '../../src/find/words/memory-index.ts';
import { tiers, type Tier } from '../../src/match/match.ts';
import { content, pastesFolder, readPastes, type Paste } from './published.ts';

export const matcher = createMatcher(
  buildMatchCatalogue(content),
  createMemorySource(buildCollection(content)),
);

export const answerFile = async (file: string): Promise<ReportAnswer> =>
  answerReports(await readInputs([{ name: file, bytes: readFileSync(file) }]), matcher);

export interface RankedPaste extends Paste {
  readonly answer: ReportAnswer;
  /** From 1; 0 if the incident is not in the list. */
  readonly place: number;
}

type Damage = (text: string) => string;

export async function rankPastes(folder: string, damage?: Damage): Promise<RankedPaste[]> {
  const ranked: RankedPaste[] = [];
  for (const entry of readPastes(folder)) {
    const whole = readFileSync(join(folder, entry.file));
    const bytes = damage ? new TextEncoder().encode(damage(whole.toString())) : whole;
    const answer = await answerReports(await readInputs([{ name: entry.file, bytes }]), matcher);
    const place = answer.incidents.findIndex(({ id }) => id === entry.incident) + 1;
    ranked.push({ ...entry, answer, place });
  }
  return ranked;
}

/** Ten lines from the middle. */
const tenLines: Damage = (text) => {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const start = Math.max(0, Math.floor((lines.length - 10) / 2));
  return lines.slice(start, start + 10).join('\n');
};

/** As of a stripped program: every third name from code is gone. */
const withoutSymbols: Damage = (text) => {
  let count = 0;
  return text.replaceAll(/[A-Za-z_][\w$]*(?:(?:::|[._$/])[A-Za-z_]\w*)+|[a-z]+[A-Z]\w+/g, (name) =>
    (count += 1) % 3 === 0 ? '???' : name,
  );
};

const isKnown = ({ incident }: Paste): boolean => incident !== null;

const share = <Item>(items: readonly Item[], test: (item: Item) => boolean): number =>
  items.filter(test).length / Math.max(1, items.length);

const hit1 = ({ place }: RankedPaste): boolean => place === 1;
const hit3 = ({ place }: RankedPaste): boolean => place > 0 && place <= 3;
/** In what is listed first, whether as like the report or only as nearest by its words. */
const hitNearest = ({ answer: { incidents, nearest }, incident }: RankedPaste): boolean =>
  [incidents, nearest].some((list) => list.slice(0, 3).some(({ id }) => id === incident));
const isAnswered = ({ answer }: RankedPaste): boolean => answer.incidents.length > 0;
/** The answer names a cause, of which the incident is one case. */
const inFamily = (paste: RankedPaste): boolean =>
  hit3(paste) ||
  paste.answer.answers.some(({ incidents }) => incidents.includes(paste.incident ?? -1));

const hits = (pastes: readonly RankedPaste[]): string =>
  `hit@1 ${share(pastes, hit1).toFixed(2)}, hit@3 ${share(pastes, hit3).toFixed(2)}, with causes ${share(pastes, inFamily).toFixed(2)}, with nearest ${share(pastes, hitNearest).toFixed(2)}, answered ${share(pastes, isAnswered).toFixed(2)}`;

const alarms = (pastes: readonly RankedPaste[]): string => {
  const first = (tier: Tier) => share(pastes, ({ answer }) => answer.incidents[0]?.tier === tier);
  const byTier = tiers.map((tier) => `${tier} ${first(tier).toFixed(2)}`).join(', ');
  const near = share(pastes, ({ answer }) => answer.nearest.length > 0);
  return `answered ${share(pastes, isAnswered).toFixed(2)} (${byTier}), nearest named ${near.toFixed(2)}`;
};

/** A paste of any kind that is called the same fault as another incident. */
const isFalseFault = ({ answer, incident }: RankedPaste): boolean =>
  answer.incidents.some(({ id, tier }) => tier === 'same-fault' && id !== incident);

function figures(ranked: readonly RankedPaste[]): string[] {
  const known = ranked.filter(isKnown);
  const unknown = ranked.filter((paste) => !isKnown(paste));
  const groups = [
    ...Map.groupBy(known, ({ kind }) => kind),
    ['with frames', known.filter(({ frames }) => frames)] as const,
  ];
  const nearness = (near: boolean) => unknown.filter((paste) => paste.near === near);
  return [
    `known: ${known.length}, ${hits(known)}`,
    ...groups.map(([name, pastes]) => `  ${name}: ${pastes.length}, ${hits(pastes)}`),
    `unknown, far: ${nearness(false).length}, ${alarms(nearness(false))}`,
    `unknown, near: ${nearness(true).length}, ${alarms(nearness(true))}`,
    `false same fault: ${share(ranked, isFalseFault).toFixed(3)} of ${ranked.length}`,
  ];
}

function lossOf(whole: readonly RankedPaste[], damaged: readonly RankedPaste[]): string {
  const points = (hit: (paste: RankedPaste) => boolean) =>
    (100 * (share(whole.filter(isKnown), hit) - share(damaged.filter(isKnown), hit))).toFixed(0);
  return `hit@1 loses ${points(hit1)} points, hit@3 ${points(hit3)}`;
}

const answerLine = ({ file, incident, answer, place }: RankedPaste): string =>
  `${file}: ${incident === null ? 'unknown' : `place ${place === 0 ? 'none' : place}`}; ${[
    ...answer.incidents.slice(0, 3).map(({ tier, id }) => `${tier} ${id}`),
    ...answer.answers.map(({ kind, id }) => `${kind} ${id}`),
  ].join(', ')}`;

export async function report(title: string, folder: string, isTuning: boolean): Promise<string> {
  const ranked = await rankPastes(folder);
  return [
    title,
    ...figures(ranked),
    `ten lines only: ${lossOf(ranked, await rankPastes(folder, tenLines))}`,
    `every third name lost: ${lossOf(ranked, await rankPastes(folder, withoutSymbols))}`,
    ...(isTuning ? ['', ...ranked.map(answerLine)] : []),
  ].join('\n');
}

if (import.meta.main) {
  process.stdout.write(`${await report('Fresh half', join(pastesFolder, 'fresh'), false)}\n\n`);
  process.stdout.write(`${await report('Tuning half', pastesFolder, true)}\n`);
}
