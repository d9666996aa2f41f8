import type { z } from 'astro/zod';

import { didYouMean, type Fault } from './fault.ts';
import { fieldNote } from './field-notes.ts';
import type { Path, YamlData } from './mdx/yaml.ts';
import type { Vocabulary, VocabularyList } from './vocabulary.ts';

type Issue = z.core.$ZodIssue;

interface Context {
  readonly file: string;
  readonly yaml: YamlData;
  /** Names of the fields that may stand at a path, for the nearest to a mistyped one. */
  readonly fieldsAt: (path: Path) => readonly string[];
  readonly vocabulary?: Vocabulary;
}

const mostFaults = 50;

/** What a schema found wrong with data that was read from YAML, in words for its author, each with its place. */
export function dataFaults(issues: readonly Issue[], context: Context): Fault[] {
  return issues.flatMap((issue) => issueFaults(issue, [], context)).slice(0, mostFaults);
}

/** `improvement[0].before` */
export function formatPath(path: Path): string {
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${String(step)}`,
    )
    .join('');
}

function issueFaults(issue: Issue, parent: Path, context: Context): Fault[] {
  const path = [...parent, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = context.fieldsAt(path);
    return issue.keys
      .slice(0, mostFaults)
      .map((key) => fault(path, unknownKey(key, known), context, key));
  }
  const found = valueAt(context.yaml.value, path);
  if (found === undefined || found === null) return [fault(path, missing(found, path), context)];
  if (issue.code === 'invalid_union') {
    const branch = nearestBranch(issue.errors);
    if (branch) return branch.flatMap((inner) => issueFaults(inner, path, context));
  }
  return [fault(path, explain(issue, path, found, context), context)];
}

function fault(path: Path, message: string, { file, yaml }: Context, key?: string): Fault {
  const place = key === undefined ? yaml.placeOf(path) : yaml.placeOf([...path, key], 'key');
  return { file, ...place, ...(path.length === 0 ? {} : { field: formatPath(path) }), message };
}

function unknownKey(key: string, known: readonly string[]): string {
  const list = known.length === 0 ? '' : ` The fields here are ${known.join(', ')}.`;
  return `there is no field "${key}".${didYouMean(key, known) || list}`;
}

function missing(found: null | undefined, path: Path): string {
  const note = fieldNote(path);
  return `is ${found === null ? 'empty' : 'missing'}.${note === undefined ? '' : ` It holds ${note}.`}`;
}

/** The alternative that the author most likely meant: one that does not fail as a whole. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.find((issues) =>
    issues.every(({ code, path }) => code !== 'invalid_type' || path.length > 0),
  );
}

function explain(issue: Issue, path: Path, found: unknown, context: Context): string {
  switch (issue.code) {
    case 'invalid_value':
      return unknownTerm(issue.values.map(String), path, found, context);
    case 'invalid_union':
      return explainUnion(issue, path, found);
    case 'too_big':
      return `too long (found ${sizeOf(found)}, want at most ${issue.maximum}).`;
    case 'too_small':
      return explainSmall(issue.message, Number(issue.minimum), found);
    case 'invalid_type':
      return wrongType(issue.expected, found);
    case 'invalid_format':
      return `${issue.message} (found ${show(found)}).`;
    default:
      return /[.!]$/.test(issue.message) ? issue.message : `${issue.message}.`;
  }
}

function explainUnion(
  issue: Issue & { code: 'invalid_union' },
  path: Path,
  found: unknown,
): string {
  const note = fieldNote(path);
  if ('options' in issue && Array.isArray(issue.options)) {
    const options = issue.options.map(String);
    return `unknown word ${show(found)}.${didYouMean(String(found), options)} Want one of ${options.join(', ')}.`;
  }
  const types = issue.errors.flatMap((errors) =>
    errors.flatMap((inner) => (inner.code === 'invalid_type' ? [nameOfType(inner.expected)] : [])),
  );
  return `want ${[...new Set(types)].join(' or ')} (found ${show(found)}).${note === undefined ? '' : ` It holds ${note}.`}`;
}

function explainSmall(message: string, minimum: number, found: unknown): string {
  if (!message.startsWith('Too small')) return `${message}.`;
  return `too little (found ${sizeOf(found)}, want at least ${minimum}).`;
}

const typeNames: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'fields',
  string: 'text',
  tuple: 'a list',
};

const nameOfType = (type: string): string => typeNames[type] ?? type;

function wrongType(expected: string, found: unknown): string {
  const wanted = `want ${nameOfType(expected)} (found ${show(found)}).`;
  if (expected === 'array' && typeof found === 'string') return `${wanted} Write [${found}].`;
  if (expected === 'string' && typeof found !== 'object') return `${wanted} Put it in quotes.`;
  if (expected === 'number' && typeof found === 'string')
    return `${wanted} Write it without quotes and words.`;
  return wanted;
}

/** Which list of the vocabulary a field takes its terms from. */
const listOfField: Readonly<Record<string, VocabularyList>> = {
  cause: 'causes',
  contributing: 'causes',
  layer: 'layers',
  language: 'languages',
  platform: 'platforms',
  growth: 'growth',
  fix: 'fixes',
  'tools.name': 'tools',
  'evidence.tool': 'tools',
  'improvement.metric': 'metrics',
  'measurements.metric': 'metrics',
};

function unknownTerm(
  known: readonly string[],
  path: Path,
  found: unknown,
  { vocabulary }: Context,
): string {
  const list = listOfField[path.filter((step) => typeof step === 'string').join('.')];
  if (!list || !vocabulary) {
    const guess = typeof found === 'string' ? didYouMean(found, known) : '';
    return `unknown word ${show(found)}.${guess} Want one of ${known.join(', ')}.`;
  }
  if (typeof found !== 'string')
    return `want a term (found ${show(found)}). ${whereTermsAre(list)}`;
  return `unknown term "${found}".${didYouMean(found, known)} ${whereTermsAre(list)}`;
}

/** `The causes are the files in content/causes.` */
export const whereTermsAre = (list: VocabularyList): string =>
  list === 'causes'
    ? 'The causes are the files in content/causes.'
    : `The terms are in content/vocabulary.yaml under ${list}.`;

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = Object.entries(at).find(([key]) => key === String(step))?.[1];
  }
  return at;
}

function sizeOf(found: unknown): string {
  if (typeof found === 'string') return `${found.length} characters`;
  return Array.isArray(found) ? String(found.length) : String(found);
}

function show(found: unknown): string {
  if (Array.isArray(found)) return 'a list';
  if (typeof found === 'object' && found !== null) return 'fields';
  const text = JSON.stringify(found) ?? String(found);
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}
