import { readdirSync, readFileSync } from 'node:fs';

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Paths of every page in the built site's sitemap, and the 404 page. */
export function pagePaths(): string[] {
  const maps = readdirSync('dist').filter((name) => /^sitemap-\d+\.xml$/.test(name));
  const urls = maps.flatMap((name) =>
    [...readFileSync(`dist/${name}`, 'utf8').matchAll(/<loc>([^<]+)<\/loc>/g)].map(
      ([, url = '']) => url,
    ),
  );
  return [...urls.map((url) => new URL(url).pathname), '/404.html'];
}

const fixedPages = [
  ...['/', '/search/', '/match/', '/causes/', '/growth/', '/layers/', '/components/', '/fixes/'],
  ...[
    '/affected/',
    '/tools/',
    '/about/',
    '/explore/',
    '/links/',
    '/machines/',
    '/trackers/',
    '/write/',
  ],
];

/** One page of each kind. */
export function kindsOfPage(): string[] {
  const paths = pagePaths();
  const first = (kind: RegExp) => paths.filter((path) => kind.test(path)).slice(0, 1);
  return [
    ...fixedPages,
    ...[/^\/i\/\d/, /^\/causes\/[^/]+\/$/, /^\/causes\/.+\/layers\//, /^\/guides\/./].flatMap(
      first,
    ),
    ...first(/^\/languages\/./),
    '/404.html',
  ];
}

/** An incident as /index.json tells of it. */
export interface Incident {
  readonly id: number;
  readonly name: string;
  readonly title: string;
  readonly cause: string;
  readonly language: readonly string[];
  readonly improvement: readonly { readonly id: string; readonly change: string | null }[];
  readonly sources: readonly { readonly url: string; readonly kind: string }[];
  readonly references: readonly string[];
  readonly component: readonly { readonly affected?: unknown }[];
  readonly diagnosis: {
    readonly confirm?: readonly unknown[];
    readonly workaround?: string;
  } | null;
}

/** The incidents of the built site, in the order of their ids. */
export function incidents(): readonly Incident[] {
  const { postmortems } = builtJson('index.json') as { postmortems: Incident[] };
  return postmortems.toSorted((a, b) => a.id - b.id);
}

const builtJson = (path: string): unknown => JSON.parse(readFileSync(`dist/${path}`, 'utf8'));

/** The first incident with what a test needs. */
export function incidentWith(need: (incident: Incident) => boolean): Incident {
  const found = incidents().find(need);
  if (!found) throw new Error(`No incident fits: ${String(need)}`);
  return found;
}

/** Charts with numbers of an incident. */
export const chartsOf = ({ id }: Incident): readonly string[] =>
  (builtJson(`i/${id}.json`) as { charts: { id: string; csv?: string }[] }).charts
    .filter(({ csv }) => csv !== undefined)
    .map((chart) => chart.id);

/** The plain names of functions, without marks of a language, in the stack of the evidence that has the most. */
export const plainStackOf = ({ id }: Incident): readonly string[] =>
  (builtJson(`i/${id}.json`) as { evidence: { frames?: string[] }[] }).evidence
    .map(({ frames = [] }) => frames.filter((frame) => /^\w+$/.test(frame)))
    .reduce((most, frames) => (frames.length > most.length ? frames : most), []);

/** The incident whose evidence shows the most plain names of functions, and a report that shows them too. */
export function reportedIncident() {
  const [first] = incidents()
    .map((incident) => ({ incident, frames: plainStackOf(incident) }))
    .toSorted((a, b) => b.frames.length - a.frames.length);
  if (!first) throw new Error('No incident has evidence with names of functions.');
  const { incident, frames } = first;
  const report = [
    '==7==ERROR: LeakSanitizer: detected memory leaks',
    'Direct leak of 4096 byte(s) in 4 object(s) allocated from:',
    ...frames.map(
      (frame, index) => `    #${index} 0x${index + 1} in ${frame} /src/a.c:${index + 1}`,
    ),
    '',
    'SUMMARY: LeakSanitizer: 4096 byte(s) leaked in 4 allocation(s).',
    '',
  ].join('\n');
  // The longest says most; the innermost may be an allocator and the outermost "main", which no match counts.
  const symbol = frames.toSorted((a, b) => b.length - a.length)[0] ?? '';
  return { incident, symbol, line: 3 + frames.indexOf(symbol), report };
}

/** WCAG 2.2 AA; axe leaves it off unless asked. */
const withTargetSize = { rules: { 'target-size': { enabled: true } } };

/** Violations as `rule: element`, of all rules or of those named. */
export const faultsOf = async (page: Page, rules?: string[]): Promise<string[]> => {
  // axe waits for ever in a frame that takes no scripts. What such a frame shows are the components of other pages.
  await page.locator('iframe[sandbox]').evaluateAll((frames) => {
    for (const frame of frames) frame.remove();
  });
  // A chart without links is hidden from assistive technology, which gets its title, sentence and table; leaving it out saves
  // most of the time.
  const builder = new AxeBuilder({ page }).exclude('figure svg[aria-hidden]');
  const { violations } = await (
    rules ? builder.withRules(rules) : builder.options(withTargetSize)
  ).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target }) => `${id}: ${String(target)}`),
  );
};
