import type { z } from 'astro/zod';

import { didYouMean, type Edit, type Fault } from '../../model/fault.ts';
import type { WrittenScalar, YamlData } from '../mdx/yaml.ts';
import type { Field, Path } from '../../model/field-lookup.ts';
import { correctDate, correctTerm } from './corrections.ts';
import { isVocabularyList, type VocabularyList } from '../../model/vocabulary.ts';

type Issue = z.core.$ZodIssue;

interface Context {
  readonly file: string;
  readonly yaml: YamlData;
  /** Looks up a field in the schema. */
  readonly fieldAt: (path: Path) => Field;
}

const maxFaults = 50;

/** Turns the issues of a schema into faults with their places in the YAML. */
export function dataFaults(issues: readonly Issue[], context: Context): Fault[] {
  return issues.flatMap((issue) => issueFaults(issue, [], context)).slice(0, maxFaults);
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
    const known = context.fieldAt(path).fields;
    return issue.keys.slice(0, maxFaults).map((key) => {
      const edit = keyEdit([...path, key], key, known, context);
      return { ...fault(path, unknownKey(key, known), context, key), ...edit };
    });
  }
  const found = valueAt(context.yaml.value, path);
  if (found === undefined || found === null) return [fault(path, missing(path, context), context)];
  if (issue.code === 'invalid_union') {
    if (isListWithoutHyphen(issue.errors, found)) return [fault(path, wantHyphens, context)];
    const branch = nearestBranch(issue.errors);
    if (branch) return branch.flatMap((inner) => issueFaults(inner, path, context));
  }
  return [
    {
      ...fault(path, explain(issue, path, found, context), context),
      ...valueEdit(issue, path, found, context),
    },
  ];
}

/** An edit that corrects the name of a field, unless the correct field exists already. */
function keyEdit(
  path: Path,
  key: string,
  known: readonly string[],
  { yaml }: Context,
): { edit?: Edit } {
  const written = yaml.scalarAt(path, 'key');
  const parent = path.slice(0, -1);
  const isFree = (name: string) => valueAt(yaml.value, [...parent, name]) === undefined;
  const meant = correctTerm(key, known);
  return written?.text === key && meant !== undefined && isFree(meant)
    ? replaceScalar(written, meant)
    : {};
}

/** An edit that writes the same value in the form the schema wants. */
function valueEdit(issue: Issue, path: Path, found: unknown, context: Context): { edit?: Edit } {
  const written = context.yaml.scalarAt(path);
  const text = written && sameMeaning(issue, path, found, written, context.fieldAt);
  return text === undefined ? {} : replaceScalar(written, text);
}

const replaceScalar = (written: WrittenScalar | undefined, text: string): { edit?: Edit } =>
  written ? { edit: { from: written.from, to: written.to, text } } : {};

function sameMeaning(
  issue: Issue,
  path: Path,
  found: unknown,
  { text }: WrittenScalar,
  fieldAt: Context['fieldAt'],
): string | undefined {
  if (issue.code === 'invalid_value' && typeof found === 'string')
    return correctTerm(found, issue.values.map(String));
  if (issue.code === 'custom' && fieldAt(path).isDate) return quoted(correctDate(String(found)));
  if (issue.code !== 'invalid_type') return undefined;
  if (issue.expected === 'array' && /^[\w-]+$/.test(text)) return `[${text}]`;
  if (issue.expected === 'string' && typeof found !== 'object' && !text.includes("'"))
    return quoted(text);
  return /^(?:number|int)$/.test(issue.expected) && /^[1-9]\d*$/.test(String(found))
    ? String(found)
    : undefined;
}

const quoted = (text: string | undefined) => (text === undefined ? undefined : `'${text}'`);

function fault(path: Path, message: string, { file, yaml }: Context, key?: string): Fault {
  const place = key === undefined ? yaml.placeOf(path) : yaml.placeOf([...path, key], 'key');
  return { file, ...place, ...(path.length === 0 ? {} : { field: formatPath(path) }), message };
}

function unknownKey(key: string, known: readonly string[]): string {
  const list = known.length === 0 ? '' : ` The fields here are ${known.join(', ')}.`;
  return `there is no field "${key}".${didYouMean(key, known) || list}`;
}

/** `Add one line on what happened.` */
const missing = (path: Path, { fieldAt }: Context): string =>
  `Add ${fieldAt(path).description ?? 'a value, or delete the field'}.`;

/** The alternative that the author most likely meant: one whose type fits. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.find((issues) =>
    issues.every(({ code, path }) => code !== 'invalid_type' || path.length > 0),
  );
}

/** Whether an entry was written without its hyphen, where the schema wants a list or other fields. */
const isListWithoutHyphen = (branches: readonly (readonly Issue[])[], found: unknown): boolean =>
  typeof found === 'object' &&
  branches.some((issues) => issues[0]?.code === 'invalid_type' && issues[0].expected === 'array') &&
  branches.some((issues) => issues.some(({ code }) => code === 'unrecognized_keys'));

const wantHyphens =
  'want a list (found fields). Put "- " before the first field of each entry, and two spaces before the others.';

function explain(issue: Issue, path: Path, found: unknown, context: Context): string {
  switch (issue.code) {
    case 'invalid_value':
      return unknownTerm(issue.values.map(String), path, found, context);
    case 'invalid_union':
      return explainUnion(issue, path, found, context);
    case 'too_big':
      return `too long (found ${formatSize(found)}, want at most ${issue.maximum}).`;
    case 'too_small':
      return explainSmall(issue, path, found, context);
    case 'invalid_type':
      return wrongType(issue.expected, found, context.fieldAt(path).fields);
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
  { fieldAt }: Context,
): string {
  const { description } = fieldAt(path);
  if ('options' in issue && Array.isArray(issue.options)) {
    const options = issue.options.map(String);
    return `unknown word ${show(found)}.${didYouMean(String(found), options)} Want one of ${options.join(', ')}.`;
  }
  const types = issue.errors.flatMap((errors) =>
    errors.flatMap((inner) => (inner.code === 'invalid_type' ? [nameOfType(inner.expected)] : [])),
  );
  return `want ${[...new Set(types)].join(' or ')} (found ${show(found)}).${description === undefined ? '' : ` It should be ${description}.`}`;
}

function explainSmall(
  issue: Issue & { code: 'too_small' },
  path: Path,
  found: unknown,
  context: Context,
): string {
  if (issue.message === 'is empty') return missing(path, context);
  if (!issue.message.startsWith('Too small')) return `${issue.message}.`;
  const wanted = `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
  return `too little (found ${formatSize(found)}, want ${wanted}).`;
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

function wrongType(expected: string, found: unknown, fields: readonly string[]): string {
  const wanted = `want ${nameOfType(expected)} (found ${show(found)}).`;
  if (expected === 'array' && typeof found === 'string')
    return `${wanted} Write ${/^[\w-]+$/.test(found) ? `[${found}]` : `['${found}']`}.`;
  if (expected === 'object' && fields.length > 0)
    return `${wanted} Write { ${fields.map((name) => `${name}: ...`).join(', ')} }.`;
  if (expected === 'string' && typeof found !== 'object') return `${wanted} Put it in quotes.`;
  if (expected === 'number' && typeof found === 'string')
    return `${wanted} Write it without quotes and words.`;
  return wanted;
}

function unknownTerm(
  known: readonly string[],
  path: Path,
  found: unknown,
  { fieldAt }: Context,
): string {
  const { terms: list } = fieldAt(path);
  if (!list || !isVocabularyList(list)) {
    const guess = typeof found === 'string' ? didYouMean(found, known) : '';
    return `unknown word ${show(found)}.${guess} Want one of ${known.join(', ')}.`;
  }
  if (Array.isArray(found) && formatPath(path) === 'cause')
    return 'want one term (found a list). Keep the main cause; the others go under contributing.';
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

function formatSize(found: unknown): string {
  if (typeof found === 'string') return `${found.length} characters`;
  return Array.isArray(found) ? String(found.length) : String(found);
}

function show(found: unknown): string {
  if (Array.isArray(found)) return 'a list';
  if (typeof found === 'object' && found !== null) return 'fields';
  const text = JSON.stringify(found) ?? String(found);
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}
