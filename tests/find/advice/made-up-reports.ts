import type { MatchCatalogue } from '../../../src/find/report/match-catalogue.ts';
import { clues, type Clue } from '../../../src/reports/clues.ts';
import {
  createReport,
  type Fact,
  type FactKey,
  type HeapClass,
  type Report,
  type Series,
  type Site,
  type Warning,
} from '../../../src/reports/report.ts';
import { signatureOf } from '../../match/made-up.ts';

export const GiB = 2 ** 30;
export const MiB = 2 ** 20;

const clueNames = Object.keys(clues) as Clue[];

/** One incident and one guide for each clue, with its name. */
export const catalogue: MatchCatalogue = {
  signatures: clueNames.map((cause, index) => ({
    ...signatureOf(index + 1, { cause }),
    figure: 'not measured',
  })),
  labels: { causes: {}, fixes: {}, growth: {} },
  terms: {
    causes: Object.fromEntries(clueNames.map((clue) => [clue, [clue]])),
    growth: {},
    languages: {},
  },
  guides: clueNames.map((clue) => ({
    id: clue,
    title: `About ${clue}`,
    description: clues[clue],
    clues: [clue],
  })),
};

export const factsOf = (values: Partial<Record<FactKey, number | string>>): Fact[] =>
  Object.entries(values).map(([key, value]) => ({ key: key as FactKey, value }));

interface Parts {
  readonly facts?: Partial<Record<FactKey, number | string>>;
  readonly sites?: readonly Site[];
  readonly classes?: readonly HeapClass[];
  readonly series?: readonly Series[];
  readonly messages?: readonly string[];
  readonly warnings?: readonly string[];
}

export const report = (
  format: string,
  { facts = {}, messages = [], warnings = [], ...rest }: Parts = {},
): Report =>
  createReport(format, {
    ...rest,
    facts: factsOf(facts),
    messages: messages.map((text) => ({ text })),
    warnings: warnings.map((code): Warning => ({ code, text: code })),
  });

/** A curve with a reading each minute. */
export const curve = (
  name: string,
  count: number,
  at: (minute: number) => number,
  unit: Series['unit'] = 'B',
): Series => ({
  name,
  unit,
  over: 'seconds',
  points: Array.from({ length: count }, (_, minute) => [minute * 60, at(minute)] as const),
});
