/** The words of the knowledge base: content/vocabulary.yaml, and the causes from the frontmatter of content/causes/*.mdx. */

import { curveShapes, type Clue, type CurveShape } from '../reports/clues.ts';

export interface Term {
  readonly id: string;
  /** As shown to readers. */
  readonly label: string;
  /** One or two sentences: when it applies. */
  readonly definition: string;
  /** The terms people confuse it with, and how to tell them apart. */
  readonly not?: string;
  /** Common Weakness Enumeration, where one fits: `CWE-401`. Causes only. */
  readonly cwe?: readonly string[];
  /** It says that nothing is known, or that there is nothing yet. Never counted as a finding. */
  readonly placeholder?: true;
  /** The layer of the program that people write themselves, above all that they depend on. Layers only. */
  readonly own?: true;
  /** The shape of a curve it stands for, where its id does not say so. Growth only. */
  readonly shape?: CurveShape;
  /**
   * Report formats, by the first words of their ids, where the term's id does not say so: of a tool those that it writes, of
   * a language those that are about its programs. `go` stands for `go` and `go-heap`. Tools and languages only.
   */
  readonly formats?: readonly string[];
  /** What it measures, where its id does not say so. Metrics only. */
  readonly measures?: Measure;
  /** What a report shows of incidents with it. Causes only. */
  readonly clues?: readonly Clue[];
}

/**
 * What figures of reports measure. `held`: so much memory at one time, so that such figures can be compared in size. `process`:
 * of one process, container or kernel, so that a curve of it shows whether that leaks.
 */
export const measures = {
  rss: { held: true, process: true },
  'peak-rss': { held: true, process: true },
  heap: { held: true, process: true },
  'peak-heap': { held: true, process: true },
  'process-memory': { held: true, process: true },
  'working-set': { held: true, process: true },
  pss: { held: true, process: true },
  'off-heap': { held: true, process: true },
  'kernel-memory': { held: true, process: true },
  'system-memory': { held: true },
  'available-memory': { held: false },
  'virtual-memory': { held: false },
  'allocated-total': { held: false },
  'allocation-calls': { held: false },
  objects: { held: false },
  goroutines: { held: false },
  threads: { held: false },
  handles: { held: false },
  restarts: { held: false },
  cpu: { held: false },
  count: { held: false },
} as const;

export type Measure = keyof typeof measures;

/** A property by which incidents are filtered and counted. */
interface FacetEntry {
  /** Its name in the address of a search, in outputs and in queries: `language:rust`. */
  readonly key: string;
  readonly label: string;
  readonly plural: string;
  /** First part of the addresses of its pages, `/<path>/<id>/`; a facet without pages has none. */
  readonly path?: string;
}

/** In the order of the filters. How each is read from a postmortem stands in facets.ts. */
export const facets = [
  { key: 'cause', label: 'Cause', plural: 'Causes', path: 'causes' },
  { key: 'layer', label: 'Layer', plural: 'Layers', path: 'layers' },
  { key: 'language', label: 'Language', plural: 'Languages', path: 'languages' },
  { key: 'fix', label: 'Fix', plural: 'Fixes', path: 'fixes' },
  { key: 'tool', label: 'Tool', plural: 'Tools', path: 'tools' },
  { key: 'platform', label: 'Platform', plural: 'Platforms', path: 'platforms' },
  { key: 'growth', label: 'Growth', plural: 'Growth shapes', path: 'growth' },
  { key: 'component', label: 'Component', plural: 'Components', path: 'components' },
  { key: 'status', label: 'Status', plural: 'Statuses' },
  { key: 'year', label: 'Year reported', plural: 'Years reported' },
] as const satisfies readonly FacetEntry[];

export type FacetKey = (typeof facets)[number]['key'];
export type Facet = FacetEntry & { readonly key: FacetKey };

/** The lists of content/vocabulary.yaml, by their key there, and the causes. */
export const vocabularyLists = [
  'layers',
  'languages',
  'platforms',
  'growth',
  'fixes',
  'tools',
  'metrics',
] as const;
export type VocabularyList = (typeof vocabularyLists)[number] | 'causes';

export const isVocabularyList = (list: string): list is VocabularyList =>
  list === 'causes' || vocabularyLists.some((name) => name === list);

/** Languages, or layers, whose programs are looked into with the same tools: the JVM, the kernel. */
export interface Runtime {
  readonly id: string;
  readonly label: string;
  readonly languages?: readonly string[];
  readonly layers?: readonly string[];
}

/** Terms in the order they are written, which is the order readers see. */
export type Vocabulary = Readonly<Record<VocabularyList, readonly Term[]>> & {
  /**
   * By what other names reports call a component, by its id: programs, libraries, packages and import paths, and with an
   * asterisk how its functions begin, `SSL_*`. What follows from the id or the package of a component need not be named.
   */
  readonly names?: Readonly<Record<string, readonly string[]>>;
  readonly synonyms?: readonly Synonym[];
  readonly runtimes?: readonly Runtime[];
};

/**
 * What the search looks for besides what is asked for, in lower case; several words stand one after another. A list: each of
 * its entries is also looked for where another is asked for. Else only one way.
 */
export type Synonym =
  readonly string[] | { readonly asked: readonly string[]; readonly also: readonly string[] };

export const emptyVocabulary: Vocabulary = {
  layers: [],
  languages: [],
  platforms: [],
  growth: [],
  fixes: [],
  tools: [],
  metrics: [],
  causes: [],
};

export const listIds = (terms: readonly Term[]): string[] => terms.map(({ id }) => id);

/** The term with an id; a term that carries its id as label if there is none, so that a page never fails over a word. */
export const findTerm = (terms: readonly Term[], id: string): Term =>
  terms.find((term) => term.id === id) ?? { id, label: id, definition: '' };

/** Whether an id of the list stands for "not known" or "none yet". */
export const isPlaceholder = (terms: readonly Term[], id: string): boolean =>
  terms.some((term) => term.id === id && term.placeholder);

/** The id to write where nothing is known: the list's placeholder, or without one its first term. */
export const placeholderIn = (terms: readonly Term[]): string =>
  (terms.find(({ placeholder }) => placeholder) ?? terms[0])?.id ?? '';

/** The tool or language of a report format: the term that names it in the most words. */
export function termOfFormat(terms: readonly Term[], format: string): Term | undefined {
  const closeness = ({ id, formats = [id] }: Term) =>
    Math.max(
      0,
      ...formats
        .filter((start) => format === start || format.startsWith(`${start}-`))
        .map(({ length }) => length),
    );
  const [closest] = terms.toSorted((a, b) => closeness(b) - closeness(a));
  return closest && closeness(closest) > 0 ? closest : undefined;
}

/** The shape of a curve that a growth term stands for: as it says, or of the same name. */
export const shapeOfTerm = ({ id, shape }: Term): CurveShape | undefined =>
  shape ?? curveShapes.find((known) => known === id);

/** What a metric measures: as its term says, or by the same name. */
export const measureOfTerm = ({ id, measures: stated }: Term): Measure | undefined =>
  stated ?? (isMeasure(id) ? id : undefined);

/** The metric that stands for a measure; without one, that for memory or for any count, or else the first. */
export function metricFor({ metrics }: Pick<Vocabulary, 'metrics'>, measure: string): string {
  const usual: Measure = isMeasure(measure) && measures[measure].held ? 'process-memory' : 'count';
  const find = (wanted: string) => metrics.find((term) => measureOfTerm(term) === wanted);
  return (find(measure) ?? find(usual) ?? metrics[0])?.id ?? measure;
}

const isMeasure = (id: string): id is Measure => Object.hasOwn(measures, id);

/** The metrics that say how much memory is held at one time. */
export const heldMetrics = (vocabulary: Pick<Vocabulary, 'metrics'>): ReadonlySet<string> =>
  metricsThat(vocabulary, ({ held }) => held);

/** The metrics that say how much memory one process, container or kernel holds. */
export const processMetrics = (vocabulary: Pick<Vocabulary, 'metrics'>): ReadonlySet<string> =>
  metricsThat(vocabulary, ({ process = false }) => process);

function metricsThat(
  { metrics }: Pick<Vocabulary, 'metrics'>,
  accepts: (measure: { readonly held: boolean; readonly process?: boolean }) => boolean,
): ReadonlySet<string> {
  const accepted = metrics.filter((term) => {
    const measure = measureOfTerm(term);
    return measure !== undefined && accepts(measures[measure]);
  });
  return new Set(accepted.map(({ id }) => id));
}

/** How an incident stands. Fixed words, because pages and checks act on them. */
export const statuses = {
  resolved: {
    label: 'Resolved',
    definition: 'A fix has been released, and the sources consider the incident resolved.',
  },
  mitigated: { label: 'Mitigated', definition: 'Reduced, but not eliminated.' },
  'worked-around': {
    label: 'Worked around',
    definition: 'The fault remains; a setting, restart or detour avoids it.',
  },
  unresolved: { label: 'Unresolved', definition: 'The sources name no fix.' },
} as const;

export type Status = keyof typeof statuses;

export const outcomes = {
  'found-it': { label: 'Found the cause', definition: 'It pointed to the cause.' },
  helped: { label: 'Helped', definition: 'It narrowed down the search.' },
  'no-help': { label: 'Didn’t help', definition: 'It was tried and did not help.' },
} as const;

/** Where the numbers of a chart come from. */
export const provenances = {
  measured: { label: 'Measured', definition: 'Taken from the log or output file of a tool.' },
  reported: { label: 'Reported', definition: 'Stated in the text of a source.' },
} as const;

/** How something that a postmortem says was checked. */
export const verifications = {
  'read-fix': {
    label: 'Read the fix',
    definition: 'Mechanism and versions were read in the change that fixed it.',
  },
  'read-thread': {
    label: 'Read the thread',
    definition: 'The whole discussion and what it links to were read.',
  },
  run: {
    label: 'Run',
    definition: 'Releases were run; the program is not in this collection.',
  },
  reproduced: {
    label: 'Reproduced',
    definition:
      'The affected and the fixed release were run side by side; program and data are in this collection.',
  },
} as const;

/** The lists whose terms are fixed, because pages and checks act on them. */
const fixedLists = { statuses, outcomes, provenances, verifications };

/** Every list of terms that a field may take its values from. */
export const termLists = [
  ...vocabularyLists,
  'causes',
  'statuses',
  'outcomes',
  'provenances',
  'verifications',
] as const;
export type TermList = (typeof termLists)[number];

/** The terms of a list in the order readers see. */
export function termsIn(list: TermList, vocabulary: Vocabulary): readonly Term[] {
  if (isVocabularyList(list)) return vocabulary[list];
  return Object.entries<Omit<Term, 'id'>>(fixedLists[list]).map(([id, term]) => ({ id, ...term }));
}

export function listKeys<Key extends string>(
  record: Readonly<Record<Key, unknown>>,
): [Key, ...Key[]] {
  return Object.keys(record) as [Key, ...Key[]];
}
