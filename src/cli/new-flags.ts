import { didYouMean } from '../model/fault.ts';
import { isPartialDate } from '../model/units.ts';
import {
  idsOf,
  statuses,
  type Term,
  type Vocabulary,
  type VocabularyList,
} from '../model/vocabulary.ts';

interface Flag {
  readonly holds: string;
  /** Its values are terms of this list of the vocabulary. */
  readonly list?: VocabularyList | 'statuses';
  /** Several, separated by commas or with the flag repeated. */
  readonly many?: true;
  /** Why a value does not fit. */
  readonly refuse?: (value: string) => string | undefined;
}

const longest = (most: number) => (value: string) =>
  value.length > most
    ? `is too long (found ${value.length} characters, want at most ${most})`
    : undefined;

const wantDate = (value: string) =>
  isPartialDate(value) ? undefined : `wants YYYY, YYYY-MM or YYYY-MM-DD (found "${value}")`;

const wantAddress = (value: string) =>
  URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
    ? undefined
    : `wants an address that begins with https:// (found "${value}")`;

/** The flags of `npm run new` that say something about the incident. */
export const flags = {
  title: { holds: 'what happened, in one line', refuse: longest(140) },
  cause: { holds: 'the one cause that, removed, would have prevented it', list: 'causes' },
  project: { holds: 'the name of the project' },
  'project-url': { holds: 'its address', refuse: wantAddress },
  about: { holds: 'one line on what the project is' },
  summary: { holds: 'what happened, why, what fixed it', refuse: longest(200) },
  mechanism: { holds: 'the precise mechanism in a phrase', refuse: longest(200) },
  layer: { holds: 'where the fault was', list: 'layers', many: true },
  language: { holds: 'the languages of the code at fault', list: 'languages', many: true },
  platform: { holds: 'where it was seen', list: 'platforms', many: true },
  component: { holds: 'the name of the part at fault' },
  growth: { holds: 'the shapes of the memory graph', list: 'growth', many: true },
  fix: { holds: 'what fixed it, the main fix first', list: 'fixes', many: true },
  tool: { holds: 'the tools that were tried', list: 'tools', many: true },
  status: { holds: 'how it stands', list: 'statuses' },
  reported: { holds: 'the day it was first reported', refuse: wantDate },
  resolved: { holds: 'the day a release with the fix came out', refuse: wantDate },
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
const flagOf = (name: FlagName): Flag => flags[name];
const isFlagName = (name: string): name is FlagName => Object.hasOwn(flags, name);

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
      faults.push(`--${name} has no value. It holds ${flagOf(name).holds}.`);
      continue;
    }
    const parts = flagOf(name).many ? value.split(',') : [value];
    const found = parts.map((part) => part.trim()).filter(Boolean);
    faults.push(...found.flatMap((part) => refuseValue(name, part, vocabulary)));
    const before = values[name] ?? [];
    if (before.length > 0 && !flagOf(name).many) faults.push(`--${name} stands here twice.`);
    values[name] = [...new Set([...before, ...found])];
  }
  return { values, yes, faults };
}

function refuseValue(name: FlagName, value: string, vocabulary: Vocabulary): string[] {
  const { refuse } = flagOf(name);
  if (/\p{Cc}/u.test(value)) return [`--${name} wants one line of text.`];
  const fault = refuse?.(value);
  if (fault !== undefined) return [`--${name} ${fault}.`];
  const terms = termsOfFlag(name, vocabulary);
  if (!terms) return [];
  const known = idsOf(terms);
  if (known.includes(value)) return [];
  const guess = didYouMean(value, known);
  return [`--${name}: unknown term "${value}".${guess || ` The terms are ${known.join(', ')}.`}`];
}

/** The terms that a flag takes; undefined if it takes others. */
export function termsOfFlag(name: FlagName, vocabulary: Vocabulary): readonly Term[] | undefined {
  const { list } = flagOf(name);
  if (list === undefined) return undefined;
  return list === 'statuses'
    ? Object.entries(statuses).map(([id, term]) => ({ id, ...term }))
    : vocabulary[list];
}

/** What every flag holds, for `npm run new -- --help`. */
export const flagHelp = (): string =>
  names
    .map((name) => {
      const { holds, many } = flagOf(name);
      return `  --${name.padEnd(12)} ${holds}${many ? ' (several: a,b)' : ''}`;
    })
    .join('\n');
