/** The words of the knowledge base: content/vocabulary.yaml, and the causes from the frontmatter of content/causes/*.mdx. */

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
}

/** A facet whose terms have pages at `/<path>/<id>/`. The order is the order of the filters. */
export interface Facet {
  /** Key in the frontmatter and in the address of a search. */
  readonly key:
    | 'cause'
    | 'layer'
    | 'language'
    | 'fix'
    | 'tool'
    | 'platform'
    | 'growth'
    | 'component'
    | 'status';
  readonly label: string;
  readonly plural: string;
  /** First part of the address of its pages; a facet without pages has none. */
  readonly path?: string;
}

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
] as const satisfies readonly Facet[];

export type FacetKey = (typeof facets)[number]['key'];

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

/** Terms in the order they are written, which is the order readers see. */
export type Vocabulary = Readonly<Record<VocabularyList, readonly Term[]>>;

export const idsOf = (terms: readonly Term[]): string[] => terms.map(({ id }) => id);

/** The term with an id; a term that carries its id as label if there is none, so that a page never fails over a word. */
export const termOf = (terms: readonly Term[], id: string): Term =>
  terms.find((term) => term.id === id) ?? { id, label: id, definition: '' };

/** How an incident stands. Fixed words, because pages and checks act on them. */
export const statuses = {
  resolved: { label: 'Resolved', definition: 'A fix is released and the sources call it done.' },
  mitigated: { label: 'Mitigated', definition: 'Smaller or rarer, but not gone.' },
  'worked-around': {
    label: 'Worked around',
    definition: 'The fault remains; a setting, restart or detour avoids it.',
  },
  unresolved: { label: 'Unresolved', definition: 'No fix is known from the sources.' },
} as const;

export type Status = keyof typeof statuses;

export const outcomes = {
  'found-it': { label: 'Found it', definition: 'It pointed at the cause.' },
  helped: { label: 'Helped', definition: 'It narrowed the search.' },
  'no-help': { label: 'No help', definition: 'It was tried and did not help.' },
} as const;

/** Where the numbers of a chart come from. */
export const provenances = {
  measured: { label: 'Measured', definition: 'From the log or file of a tool.' },
  reported: { label: 'Reported', definition: 'Numbers stated in the text of the source.' },
} as const;
