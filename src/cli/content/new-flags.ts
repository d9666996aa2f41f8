import { didYouMean } from '../../model/fault.ts';
import { createFieldLookup, type Path } from '../../model/field-lookup.ts';
import { postmortemSchema } from '../../model/schema.ts';
import { isPartialDate } from '../../model/units.ts';
import {
  emptyVocabulary,
  listIds,
  termsIn,
  type Term,
  type Vocabulary,
} from '../../model/vocabulary.ts';

interface Flag {
  /** The field of the frontmatter that it sets: description, terms and length are those of the field. */
  readonly field?: Path;
  /** What it takes, where no field says it. */
  readonly holds?: string;
  /** Several, separated by commas or with the flag repeated. A field that is a list takes several too. */
  readonly many?: true;
  /** Why a value does not fit. */
  readonly refuse?: (value: string) => string | undefined;
}

const wantDate = (value: string) =>
  isPartialDate(value) ? undefined : `wants YYYY, YYYY-MM or YYYY-MM-DD (found "${value}")`;

const wantAddress = (value: string) =>
  URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
    ? undefined
    : `wants an address that begins with https:// (found "${value}")`;

/** The flags of `npm run new` that say something about the incident. */
export const flags = {
  title: { field: ['title'] },
  cause: { field: ['cause'] },
  project: { field: ['project', 'name'] },
  'project-url': { field: ['project', 'url'], refuse: wantAddress },
  about: { field: ['project', 'about'] },
  summary: { field: ['summary'] },
  mechanism: { field: ['mechanism'] },
  layer: { field: ['layer'] },
  language: { field: ['language'] },
  platform: { field: ['platform'] },
  component: { field: ['component', 0, 'name'] },
  growth: { field: ['growth'] },
  fix: { field: ['fix'] },
  tool: { field: ['tools', 0, 'name'], many: true },
  status: { field: ['status'] },
  reported: { field: ['reported'], refuse: wantDate },
  resolved: { field: ['resolved'], refuse: wantDate },
  source: { holds: 'the issue, pull request or commit it is from', refuse: wantAddress },
  slug: {
    holds: 'the name of its folder',
    refuse: (value) =>
      /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value)
        ? undefined
        : `wants lower-case words joined by hyphens (found "${value}")`,
  },
  id: {
    holds: 'its id; the next free one if left out',
    refuse: (value) => (/^\d{1,9}$/.test(value) ? undefined : `wants digits (found "${value}")`),
  },
  renumber: { holds: 'the folder of a postmortem that gets the next free id' },
} as const satisfies Readonly<Record<string, Flag>>;

export type FlagName = keyof typeof flags;

const names = Object.keys(flags) as FlagName[];
const isFlagName = (name: string): name is FlagName => Object.hasOwn(flags, name);

const fieldAt = createFieldLookup(postmortemSchema(emptyVocabulary));

/** What a flag takes, in a phrase. */
export function describeFlag(name: FlagName): string {
  const { field, holds }: Flag = flags[name];
  return holds ?? fieldAt(field ?? []).description ?? '';
}

function takesMany(name: FlagName): boolean {
  const { field, many }: Flag = flags[name];
  return many === true || (field !== undefined && fieldAt(field).isList);
}

/** Why a value of a flag does not fit, as the end of a sentence; undefined if it fits. */
export function refuseText(name: FlagName, value: string): string | undefined {
  const { field, refuse }: Flag = flags[name];
  const { maxLength = Infinity } = field ? fieldAt(field) : {};
  return value.length > maxLength
    ? `is too long (found ${value.length} characters, want at most ${maxLength})`
    : refuse?.(value);
}

/** What is known about an incident so far, by flag. Lists keep their order. */
export type Answers = Readonly<Partial<Record<FlagName, readonly string[]>>>;

export interface NewFlags {
  readonly values: Answers;
  /** `--yes`: ask nothing. */
  readonly yes: boolean;
  /** Everything that is wrong with the flags, in sentences. */
  readonly faults: readonly string[];
}

/** Reads `--flag value` and `--flag=value`. All faults are found at once. */
export function readNewFlags(args: readonly string[], vocabulary: Vocabulary): NewFlags {
  const values: Partial<Record<FlagName, string[]>> = {};
  const faults: string[] = [];
  const rest = [...args];
  let yes = false;
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--yes' || arg === '-y') {
      yes = true;
      continue;
    }
    const [, name = '', inline] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (!isFlagName(name)) {
      // Its value is no fault of its own.
      if (arg.startsWith('--') && inline === undefined && rest[0]?.startsWith('--') === false)
        rest.shift();
      faults.push(
        arg.startsWith('--')
          ? `there is no flag "--${name}".${didYouMean(name, [...names, 'yes'])}`
          : `"${arg}" belongs to no flag. Put a value with spaces in quotes.`,
      );
      continue;
    }
    const value = inline ?? (rest[0]?.startsWith('--') ? undefined : rest.shift());
    if (value === undefined || value.trim() === '') {
      faults.push(`--${name} has no value. It takes ${describeFlag(name)}.`);
      continue;
    }
    const parts = takesMany(name) ? value.split(',') : [value];
    const found = parts.map((part) => part.trim()).filter(Boolean);
    faults.push(...found.flatMap((part) => refuseValue(name, part, vocabulary)));
    const before = values[name] ?? [];
    if (before.length > 0 && !takesMany(name)) faults.push(`--${name} is given twice.`);
    values[name] = [...new Set([...before, ...found])];
  }
  return { values, yes, faults };
}

function refuseValue(name: FlagName, value: string, vocabulary: Vocabulary): string[] {
  if (/\p{Cc}/u.test(value)) return [`--${name} wants one line of text.`];
  const fault = refuseText(name, value);
  if (fault !== undefined) return [`--${name} ${fault}.`];
  const terms = flagTerms(name, vocabulary);
  if (!terms) return [];
  const known = listIds(terms);
  if (known.includes(value)) return [];
  const guess = didYouMean(value, known);
  return [`--${name}: unknown term "${value}".${guess || ` The terms are ${known.join(', ')}.`}`];
}

/** The terms that a flag takes; undefined if it takes others. */
export function flagTerms(name: FlagName, vocabulary: Vocabulary): readonly Term[] | undefined {
  const { field }: Flag = flags[name];
  const list = field && fieldAt(field).terms;
  return list && termsIn(list, vocabulary);
}

/** What every flag takes, for `npm run new -- --help`. */
export const flagHelp = (): string =>
  names
    .map(
      (name) =>
        `  --${name.padEnd(12)} ${describeFlag(name)}${takesMany(name) ? ' (several: a,b)' : ''}`,
    )
    .join('\n');
