import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Content, Postmortem } from '../../src/model/content.ts';
import type { PostmortemData } from '../../src/model/schema.ts';
import {
  indexFile,
  ordersFile,
  pageFile,
  parseFacetTable,
  rareTermsFile,
  resultFile,
  spellingsFile,
  type IndexFile,
} from '../../src/find/pagefind/index-file.ts';
import { openPagefindIndex } from '../../src/find/pagefind/pagefind-index.ts';
import type { Orders, RareTerms } from '../../src/find/words/facet-table.ts';
import type { Result } from '../../src/find/words/record.ts';
import { referencesOf } from '../../src/find/words/references.ts';
import type { PageResult, SearchSource } from '../../src/find/words/search-index.ts';

const term = (id: string, label: string) => ({ id, label, definition: '' });

const vocabulary: Content['vocabulary'] = {
  causes: [term('missing-free', 'Missing free'), term('unbounded-cache', 'Unbounded cache')],
  layers: [term('library', 'Library'), term('application', 'Application')],
  languages: [term('c', 'C'), term('cpp', 'C++'), term('rust', 'Rust'), term('go', 'Go')],
  platforms: [term('linux', 'Linux')],
  growth: [term('staircase', 'Staircase')],
  fixes: [term('free-explicitly', 'Free explicitly'), term('bound-cache', 'Bound the cache')],
  tools: [term('heaptrack', 'heaptrack'), term('unknown', 'Unknown')],
  metrics: [term('peak-heap', 'Peak heap')],
  synonyms: [
    ['golang', 'go'],
    ['arena', 'queue'],
    { asked: ['paper sheet'], also: ['json', 'ran out'] },
  ],
};

interface Sketch extends Partial<PostmortemData> {
  readonly id: number;
  readonly text?: string;
  readonly frames?: string[];
}

/** A postmortem with the fields a test is about, and the smallest valid rest. */
function postmortem({ text = '', frames, ...data }: Sketch): Postmortem {
  return {
    slug: `incident-${data.id}`,
    file: `content/postmortems/incident-${data.id}/index.mdx`,
    body: { blocks: [], headings: [], images: [], text },
    tables: {},
    open: [],
    data: {
      title: `Incident ${data.id}`,
      summary: 'The process was killed.',
      project: { name: 'Example', about: 'a program' },
      reported: '2020',
      status: 'resolved',
      cause: 'missing-free',
      mechanism: 'a block stays',
      layer: ['library'],
      language: ['c'],
      platform: ['linux'],
      component: [{ id: 'example', name: 'example' }],
      fix: ['free-explicitly'],
      improvement: { 'not-measured': 'The sources state no figures.' },
      tools: [{ name: 'unknown', outcome: 'helped' }],
      sources: [],
      ...(frames && { evidence: [{ tool: 'heaptrack', source: 'issue', frames }] }),
      ...data,
    },
  };
}

const improvement = (before: number, after: number): PostmortemData['improvement'] => [
  {
    id: 'peak',
    label: 'Peak heap',
    provenance: 'reported',
    source: 'issue',
    metric: 'peak-heap',
    before,
    after,
    unit: 'MB',
    comparable: true,
  },
];

const issue = (url: string): PostmortemData['sources'][number] => ({
  id: 'issue',
  url,
  kind: 'issue',
  title: 'Memory grows',
  publisher: 'tracker',
});

const body = (text: string, headings: readonly string[]): Postmortem['body'] => ({
  blocks: [],
  headings: headings.map((heading) => ({ depth: 2, id: heading, text: heading })),
  images: [],
  text,
});

/** Nine incidents that differ in what they are found by, a guide, and the guide to a cause. */
export const searchContent: Content = {
  vocabulary,
  causes: [
    {
      id: 'missing-free',
      file: 'content/causes/missing-free.mdx',
      data: { label: 'Missing free', definition: 'Nobody releases it.', sources: [] },
      body: body('What it is\nA block is lost.\nConfirm it\nRun the saxophone.', [
        'What it is',
        'Confirm it',
      ]),
    },
  ],
  guides: [
    {
      id: 'read-a-graph',
      file: 'content/guides/read-a-graph.mdx',
      data: { title: 'How to read a graph', description: 'What a line says.', sources: [] },
      body: body('Look at the lows.', []),
    },
  ],
  symptoms: [
    {
      id: 'killed-at-start',
      file: 'content/symptoms/killed-at-start.mdx',
      data: {
        title: 'Killed while it starts',
        description: 'It never answers a request.',
        incidents: {},
        runtimes: [
          {
            runtime: 'go',
            steps: [{ run: 'trombone --list', tells: 'who asked for it' }],
            signs: [{ see: 'a long list', cause: 'missing-free' }],
            tried: 'trombone 1',
          },
        ],
      },
      body: body('', []),
    },
  ],
  postmortems: [
    postmortem({
      id: 1,
      title: 'TLS contexts built per connection',
      reported: '2024-05-27',
      language: ['rust', 'c'],
      component: [
        { id: 'native-tls', name: 'native-tls' },
        { id: 'openssl', name: 'OpenSSL (libcrypto.so.1.1)' },
      ],
      improvement: improvement(38.94, 9.46),
      frames: ['CRYPTO_zalloc', 'OPENSSL_sk_new_reserve', 'SSL_CTX_new'],
      sources: [issue('https://github.com/graphops/subgraph-radio/issues/147')],
    }),
    postmortem({
      id: 2,
      title: 'Nested JSON decoded again and again',
      reported: '2021-04',
      language: ['go'],
      component: [{ id: 'go-amino', name: 'go-amino' }],
      improvement: improvement(1000, 990),
      frames: ['runtime.mallocgc', 'amino.(*Codec).decodeReflectJSON'],
      sources: [issue('https://github.com/tendermint/go-amino/pull/12')],
    }),
    postmortem({
      id: 3,
      title: 'A peer that left keeps its queue',
      reported: '2022',
      language: ['go'],
      frames: ['github.com/example/p2p.(*Peer).run', 'runtime.goexit'],
    }),
    postmortem({
      id: 4,
      title: 'Vectors never shrink',
      language: ['cpp'],
      frames: ['std::vector<int>::reserve'],
      text: 'A C++ service kept the capacity.',
    }),
    postmortem({
      id: 5,
      title: 'glibc arenas multiply',
      text: 'Setting MALLOC_ARENA_MAX=2 helped. The process ran out of memory at night.',
      errors: ['Out of memory: Killed process 17'],
    }),
    postmortem({
      id: 6,
      title: 'Watchers hold events',
      cause: 'unbounded-cache',
      fix: ['bound-cache'],
      layer: ['application'],
      language: ['go'],
      status: 'unresolved',
      frames: ['mvccpb.(*WatchEvent).Unmarshal'],
      improvement: improvement(100, 1),
    }),
    postmortem({ id: 7, title: 'A vector of bytes', text: 'The std library was not at fault.' }),
    postmortem({ id: 8, title: 'A crypto wallet', text: 'zalloca is a misspelling.' }),
    postmortem({ id: 9, title: 'A cache of watch faces', text: 'The event was an arena concert.' }),
  ],
};

export interface SearchOnDisk {
  readonly source: SearchSource;
  /** Names and sizes of the files that were fetched since they were last asked for. */
  takeFetched(): ReadonlyMap<string, number>;
  remove(): Promise<void>;
}

/** Pagefind's own client over files written to a temporary folder, with `fetch` reading from there. */
export async function openSearch(
  built: ReadonlyMap<string, Uint8Array>,
  content: Content = searchContent,
): Promise<SearchOnDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'search-'));
  for (const [path, bytes] of built) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  let fetched = new Map<string, number>();
  const readBytes = async (url: URL) => {
    const bytes = await readFile(url);
    fetched.set(url.pathname.replace(`${folder}/`, ''), bytes.length);
    return bytes;
  };
  globalThis.fetch = async (address) =>
    new Response(await readBytes(new URL(address instanceof Request ? address.url : address)));
  const readText = async (path: string) =>
    (await readBytes(pathToFileURL(join(folder, path)))).toString();
  const readJson = async <T>(path: string) => JSON.parse(await readText(path)) as T;
  const file = await readJson<IndexFile>(indexFile);
  const spellings = async () => (await readText(spellingsFile)).split(' ');
  const index = await openPagefindIndex(
    pathToFileURL(`${folder}/`),
    Promise.resolve(file),
    spellings,
  );
  return {
    source: {
      index: () => Promise.resolve(index),
      facets: () => Promise.resolve(parseFacetTable(file)),
      orders: () => readJson<Orders>(ordersFile),
      rareTerms: () => readJson<RareTerms>(rareTermsFile),
      references: () => Promise.resolve({ parts: 1, ...referencesOf(content.postmortems) }),
      result: (id) => readJson<Result>(resultFile(id)),
      page: (id) => readJson<PageResult>(pageFile(id)),
    },
    takeFetched() {
      const taken = fetched;
      fetched = new Map();
      return taken;
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
