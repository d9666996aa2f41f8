import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import {
  autocomplete,
  autocompleteMultiselect,
  intro,
  isCancel,
  note,
  outro,
  select,
  text,
} from '@clack/prompts';

import type { Content } from '../../model/content.ts';
import type { Term } from '../../model/vocabulary.ts';
import {
  flags,
  describeFlag,
  refuseText,
  flagTerms,
  type Answers,
  type FlagName,
} from './new-flags.ts';

/** What a person answered, and what to say when the file is written. */
export interface Asked {
  readonly answers: Answers;
  finish(file: string, openPoints: number): void;
}

/** Folder of the content, and the date that is suggested, `YYYY-MM-DD`. */
interface InterviewSettings {
  readonly root: string;
  readonly today: string;
}

interface Question {
  readonly name: FlagName;
  readonly asks: string;
  /** May be left for later. */
  readonly optional?: true;
}

const questions: readonly Question[] = [
  { name: 'project', asks: 'Which project?' },
  { name: 'title', asks: 'What happened, in one line?' },
  { name: 'cause', asks: 'What is the one cause that, removed, would have prevented it?' },
  { name: 'layer', asks: 'Where was the fault?', optional: true },
  { name: 'language', asks: 'In which languages is the code at fault?', optional: true },
  { name: 'platform', asks: 'On which platforms was it seen?', optional: true },
  { name: 'fix', asks: 'What fixed it? The main fix first.', optional: true },
  { name: 'reported', asks: 'When was it first reported?', optional: true },
  { name: 'source', asks: 'Where was it found: issue, pull request, commit?', optional: true },
];

/** Answers of an interview that was left: the next one begins with them. */
const draftFile = '.cache/new-postmortem.json';

/**
 * Asks for what was not given. Esc or Ctrl-C leads back or out, and what was answered is there again next time. Undefined if
 * the person stopped.
 */
export async function askNew(
  given: Answers,
  { vocabulary }: Content,
  io: InterviewSettings,
): Promise<Asked | undefined> {
  intro('A new postmortem. Esc goes back or stops; your answers are kept.');
  const path = join(io.root, draftFile);
  let answers: Answers = { ...(await resumed(path)), ...given };
  const open = questions.filter(({ name }) => given[name] === undefined);
  for (let index = 0; index < open.length;) {
    const question = open[index];
    if (!question) break;
    const asked = { ...question, asks: `${index + 1} of ${open.length}  ${question.asks}` };
    const answer = await ask(asked, answers, flagTerms(question.name, vocabulary), io);
    if (answer === undefined) {
      const step = await afterCancel(index);
      if (step === 'stop') {
        outro(`Stopped. Nothing was written to content; "npm run new" goes on from here.`);
        return undefined;
      }
      index += step === 'back' ? -1 : 0;
      continue;
    }
    answers = { ...answers, [question.name]: answer.length === 0 ? undefined : answer };
    keep(path, answers);
    index += 1;
  }
  return {
    answers,
    finish(file, openPoints) {
      rmSync(path, { force: true });
      note(nextSteps(file, openPoints), 'What to do next');
      outro(file);
    },
  };
}

const nextSteps = (file: string, openPoints: number): string => {
  const slug = dirname(file).split('/').at(-1) ?? '';
  return [
    `npm run import -- FILE --to ${slug}`,
    "    charts, sites and evidence from a tool's file",
    'npm run dev',
    '    see it while you write',
    'npm run check',
    `    every fault, and the ${openPoints} open points`,
  ].join('\n');
};

async function resumed(path: string): Promise<Answers> {
  const kept = draftAt(path);
  const title = kept['title']?.[0] ?? kept['project']?.[0];
  if (title === undefined) return {};
  const choice = await select({
    message: `An interview about "${title}" was left. Go on with it?`,
    options: [
      { value: 'on', label: 'Go on', hint: 'its answers are filled in' },
      { value: 'anew', label: 'Begin anew' },
    ],
  });
  return choice === 'anew' ? {} : kept;
}

/** Only what looks like answers is taken from the file. */
function draftAt(path: string): Partial<Record<FlagName, string[]>> {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null) return {};
    return Object.fromEntries(
      Object.entries(parsed).filter(
        ([name, value]) =>
          Object.hasOwn(flags, name) &&
          Array.isArray(value) &&
          value.every((part) => typeof part === 'string'),
      ),
    );
  } catch {
    return {};
  }
}

function keep(path: string, answers: Answers): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(answers));
  renameSync(`${path}.new`, path);
}

async function afterCancel(index: number): Promise<'back' | 'again' | 'stop'> {
  const choice = await select({
    message: 'What now?',
    options: [
      ...(index > 0 ? [{ value: 'back' as const, label: 'Back to the question before' }] : []),
      { value: 'again' as const, label: 'Answer this one after all' },
      { value: 'stop' as const, label: 'Stop', hint: 'your answers are kept for next time' },
    ],
  });
  return isCancel(choice) ? 'stop' : choice;
}

type Terms = readonly Term[] | undefined;

/** Undefined if the person pressed Esc or Ctrl-C; empty if the question is left for later. */
async function ask(
  question: Question,
  answers: Answers,
  terms: Terms,
  io: InterviewSettings,
): Promise<readonly string[] | undefined> {
  const before = answers[question.name];
  if (!terms) return askText(question, before?.[0], io);
  const options = terms.map(({ id, label, definition }) => ({
    value: id,
    label,
    hint: definition,
  }));
  const common = { options, maxItems: 9, placeholder: 'Type to search', filter: fits };
  if (question.name === 'cause') {
    const choice = await autocomplete({
      ...common,
      message: question.asks,
      ...(before?.[0] !== undefined && { initialValue: before[0] }),
    });
    return isCancel(choice) ? undefined : [choice];
  }
  const choice = await autocompleteMultiselect({
    ...common,
    message: `${question.asks} (Tab marks, Enter goes on)`,
    required: question.optional !== true,
    ...(before && { initialValues: [...before] }),
  });
  return isCancel(choice) ? undefined : choice;
}

/** Words of a search may stand in the name, the id or the definition. */
const fits = (
  search: string,
  { label, value, hint }: { label?: string; value: string; hint?: string },
): boolean => {
  const all = `${label ?? ''} ${value} ${hint ?? ''}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
};

async function askText(
  { name, asks, optional }: Question,
  before: string | undefined,
  { today }: InterviewSettings,
): Promise<readonly string[] | undefined> {
  const usual = before ?? (name === 'reported' ? today : undefined);
  const answer = await text({
    message: optional === true && usual === undefined ? `${asks} (Enter leaves it open)` : asks,
    ...(usual !== undefined && { initialValue: usual }),
    validate: (value = '') => {
      const found = value.trim();
      if (found === '') return optional === true ? undefined : `Wanted: ${describeFlag(name)}.`;
      const fault = refuseText(name, found);
      return fault === undefined ? undefined : `It ${fault}.`;
    },
  });
  if (isCancel(answer)) return undefined;
  const found = answer.trim();
  return found === '' ? [] : [found];
}
