import { guidePath } from '../../../model/paths.ts';
import type { Report } from '../../../reports/report.ts';
import type { NextStep, OtherAnswer } from '../../other-answer.ts';
import type { MatchCatalogue } from '../match-catalogue.ts';
import type { CauseCount, Meaning } from '../report-answer.ts';
import { courseRules, shortCurveRules } from './courses.ts';
import { endRules, limitRules } from './ends.ts';
import { gatherEvidence, type Evidence } from './evidence.ts';
import { holderRules } from './holders.ts';
import { kernelRules } from './kernel-memory.ts';
import { lostMemoryRules } from './lost-memory.ts';
import { methodRules } from './methods.ts';
import { nativeMemoryRules } from './native-memory.ts';
import { findStep } from './next-steps.ts';
import { placeRules } from './places.ts';
import type { Finding, Rule } from './rule.ts';
import { taskRules } from './tasks.ts';

/** What reports say to someone who finds no incident like theirs. */
export interface Advice {
  readonly meanings: readonly Meaning[];
  /** The guides for what was found, the best first. */
  readonly guides: readonly OtherAnswer[];
  readonly next: readonly NextStep[];
}

/** Most decisive first. Of the rules about one subject the first that fits is taken. */
export const adviceRules: readonly Rule[] = [
  ...lostMemoryRules,
  ...kernelRules,
  ...limitRules,
  ...endRules,
  ...taskRules,
  ...placeRules,
  ...nativeMemoryRules,
  ...courseRules,
  ...holderRules,
  ...shortCurveRules,
  ...methodRules,
];

const maxMeanings = 3;
const maxSteps = 3;
const maxGuides = 2;
const maxCauses = 4;

/**
 * What the reports, all of one program, usually mean, and what to run to learn more. With `isKnown`, that is if an incident
 * has the same fault, only the first of each: the incident tells more.
 */
export function adviseOn(
  reports: readonly Report[],
  catalogue: MatchCatalogue,
  { isKnown = false }: { readonly isKnown?: boolean } = {},
): Advice {
  const evidence = gatherEvidence(reports);
  const fitting = findFitting(evidence).slice(0, isKnown ? 1 : maxMeanings);
  return {
    meanings: fitting.map(({ rule, finding }) => ({
      rule: rule.name,
      ...finding,
      causes: likelyCauses(rule, evidence, catalogue),
    })),
    guides: fittingGuides(
      fitting.map(({ rule }) => rule),
      catalogue,
    ),
    next: findSteps(
      fitting.map(({ rule }) => rule),
      evidence,
    ).slice(0, isKnown ? 1 : maxSteps),
  };
}

interface Fitting {
  readonly rule: Rule;
  readonly finding: Finding;
}

function findFitting(evidence: Evidence): readonly Fitting[] {
  const found: Fitting[] = [];
  for (const rule of adviceRules) {
    if (found.some((one) => one.rule.subject === rule.subject)) continue;
    const finding = rule.find(evidence);
    if (finding) found.push({ rule, finding });
  }
  return found;
}

/** The causes whose clues these are, the most frequent among the incidents of the same language first. */
function likelyCauses(
  { clues }: Rule,
  { reports }: Evidence,
  { signatures, labels, terms }: MatchCatalogue,
): readonly CauseCount[] {
  const languages = new Set(
    reports.flatMap(({ format }) => {
      const words = format.split('-');
      const starts = words.map((_, index) => words.slice(0, words.length - index).join('-'));
      return starts.flatMap((start) => terms.languages[start] ?? []);
    }),
  );
  const count = (id: string) =>
    signatures.filter(
      ({ cause, language }) =>
        cause === id && (languages.size === 0 || language.some((one) => languages.has(one))),
    ).length;
  return [...new Set(clues.flatMap((clue) => terms.causes[clue] ?? []))]
    .map((id) => ({ id, label: labels.causes[id] ?? id, count: count(id) }))
    .filter(({ count: found }, _, all) => found > 0 || all.every((one) => one.count === 0))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, maxCauses);
}

function fittingGuides(rules: readonly Rule[], { guides }: MatchCatalogue): readonly OtherAnswer[] {
  const found = rules.flatMap(({ clues }) =>
    guides.filter((guide) => guide.clues.some((clue) => clues.includes(clue))),
  );
  return [...new Set(found)].slice(0, maxGuides).map(({ id, title, description }) => ({
    kind: 'guide',
    id,
    title,
    path: guidePath(id),
    summary: description,
    incidents: [],
  }));
}

/** The first step of each rule, then the second of each, and so on; last those that only a better report asks for. */
function findSteps(rules: readonly Rule[], evidence: Evidence): readonly NextStep[] {
  const steps = new Map<string, NextStep>();
  for (const group of [
    rules.filter(({ subject }) => subject !== 'method'),
    rules.filter(({ subject }) => subject === 'method'),
  ])
    for (let round = 0; group.some(({ asks }) => round < asks.length); round += 1)
      for (const { asks } of group) {
        const question = asks[round];
        const step = question && findStep(question, evidence);
        if (step) steps.set(step.run ?? step.why, steps.get(step.run ?? step.why) ?? step);
      }
  return [...steps.values()];
}
