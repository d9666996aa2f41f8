import type { Postmortem, Table } from '../../src/model/content.ts';
import type { Block } from '../../src/model/blocks.ts';
import type {
  ChartLine,
  Improvement,
  Measurement,
  PostmortemData,
} from '../../src/model/schema.ts';
import type { Term, Vocabulary } from '../../src/model/vocabulary.ts';

const term = (id: string, label: string): Term => ({ id, label, definition: `${label}.` });

export const vocabulary: Vocabulary = {
  causes: [term('missing-free', 'Missing free')],
  layers: [term('library', 'Library')],
  languages: [term('rust', 'Rust')],
  platforms: [term('linux', 'Linux')],
  growth: [term('staircase', 'Staircase')],
  fixes: [
    term('replace-dependency', 'Replace the dependency'),
    { ...term('none-yet', 'None yet'), placeholder: true },
  ],
  tools: [term('heaptrack', 'heaptrack')],
  metrics: [
    term('rss', 'Resident memory'),
    term('peak-heap', 'Peak heap'),
    term('allocation-calls', 'Allocation calls'),
    term('goroutines', 'Goroutines'),
  ],
};

const base = { provenance: 'reported', source: 'issue-147' } as const;

interface Given {
  readonly improvement?: readonly Improvement[];
  readonly measurements?: readonly Measurement[];
  readonly blocks?: readonly Block[];
  readonly tables?: Readonly<Record<string, Table>>;
  readonly growth?: PostmortemData['growth'];
}

export function postmortem({
  improvement,
  measurements,
  blocks = [],
  tables = {},
  growth,
}: Given): Postmortem {
  return {
    slug: 'subgraph-radio-openssl',
    open: [],
    file: 'content/postmortems/subgraph-radio-openssl/index.mdx',
    data: {
      id: 1,
      title: 'Subgraph Radio held 4.7 GB',
      summary: 'OpenSSL allocated without release.',
      project: { name: 'Subgraph Radio', about: 'A peer-to-peer radio.' },
      reported: '2024-05',
      status: 'resolved',
      cause: 'missing-free',
      mechanism: 'Allocations of OpenSSL stay.',
      layer: ['library'],
      language: ['rust'],
      platform: ['linux'],
      component: [{ id: 'openssl', name: 'OpenSSL' }],
      ...(growth && { growth }),
      fix: ['replace-dependency'],
      improvement: improvement
        ? [...improvement]
        : { 'not-measured': 'The sources give no number.' },
      ...(measurements && { measurements: [...measurements] }),
      tools: [{ name: 'heaptrack', outcome: 'found-it' }],
      sources: [
        {
          id: 'issue-147',
          url: 'https://github.com/graphops/subgraph-radio/issues/147',
          kind: 'issue',
          title: 'Memory leak',
          publisher: 'graphops/subgraph-radio',
        },
      ],
    },
    body: { blocks, headings: [], images: [], text: '' },
    tables,
  };
}

export const improvementOf = (changes: Partial<Improvement> = {}): Improvement => ({
  ...base,
  id: 'peak-heap',
  label: 'peak heap',
  metric: 'peak-heap',
  unit: 'MB',
  before: 38.94,
  after: 9.46,
  comparable: true,
  ...changes,
});

type Growth = Extract<Measurement, { lines: unknown }>;
type Values = Extract<Measurement, { values: unknown }>;
type Single = Extract<Measurement, { value: unknown }>;

export const lineOf = (
  points: readonly (readonly [number, number | string])[],
  changes: Partial<ChartLine> = {},
): ChartLine => ({
  label: 'before the fix',
  role: 'before',
  points: points.map(([x, y]) => [x, y]),
  ...changes,
});

export const growthOf = (lines: readonly ChartLine[], changes: Partial<Growth> = {}): Growth => ({
  ...base,
  kind: 'growth',
  id: 'rss',
  label: 'RSS of the daemon',
  metric: 'rss',
  unit: 'MB',
  over: 'hours since start',
  lines: [...lines],
  ...changes,
});

export const valuesOf = (
  kind: Values['kind'],
  values: Values['values'],
  changes: Partial<Values> = {},
): Values => ({
  ...base,
  kind,
  id: 'sites',
  label: 'Allocation calls by site',
  metric: 'allocation-calls',
  unit: 'calls',
  values,
  ...changes,
});

export const singleOf = (kind: Single['kind'], changes: Partial<Single> = {}): Single => ({
  ...base,
  kind,
  id: 'limit',
  label: 'memory of the container',
  metric: 'rss',
  unit: 'MiB',
  value: 512,
  ...changes,
});

export const sketchOf = (props: Readonly<Record<string, string>> = {}): Block => ({
  kind: 'component',
  name: 'Sketch',
  props: {
    id: 'shape',
    shape: 'staircase',
    title: 'Before the discv5 fix',
    says: 'Memory rose in steps of 20 to 30 MB.',
    ...props,
  },
  children: [],
  line: 40,
});

/** The same postmortem with other frontmatter. */
export const postmortemOf = (data: Partial<PostmortemData>): Postmortem => {
  const plain = postmortem({});
  return { ...plain, data: { ...plain.data, ...data } };
};
