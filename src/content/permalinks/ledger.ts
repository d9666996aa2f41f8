/**
 * The ledger of every address the site has published: content/permalinks.json. Rules: model/ledger.ts. This file derives
 * the published addresses from the content, adds them to the ledger and formats it.
 */

import { acrossCauses, acrossFacet, groupIntoCells } from '../../root-cause-index/cause-cells.ts';
import { sketchesIn } from '../../charts/chart.ts';
import type { Content } from '../../model/content.ts';
import { termsOfFacet } from '../../model/facets.ts';
import type { Body } from '../../model/blocks.ts';
import type { Ledger, LedgerIncident } from '../../model/ledger.ts';
import {
  causeCellPath,
  guidePath,
  incidentPath,
  symptomPath,
  termPath,
} from '../../model/paths.ts';
import { pagedFacets } from '../../root-cause-index/term-pages.ts';

/** What the content publishes now, as ledger entries. */
export type Published = Pick<Ledger, 'incidents' | 'pages'>;

/** Lists every page, fragment and chart that the content publishes. */
export function publishedBy(content: Omit<Content, 'permalinks'>): Published {
  const { postmortems, causes, guides, symptoms, vocabulary } = content;
  const incidents = postmortems.map(({ slug, data, body }): [string, LedgerIncident] => {
    const { improvement, measurements = [] } = data;
    const drawn = [...(Array.isArray(improvement) ? improvement : []), ...measurements];
    const anchors = [...anchorsIn(body), ...(data.evidence ? ['evidence'] : []), 'sources'];
    return [
      String(data.id),
      {
        slug,
        anchors,
        charts: drawn.map(({ id }) => id),
      },
    ];
  });
  const anchorsByCause = new Map(causes.map(({ id, body }) => [id, anchorsIn(body)]));
  const terms = pagedFacets.flatMap((facet) =>
    termsOfFacet(facet.key, vocabulary, postmortems).map(({ id }): [string, readonly string[]] => [
      termPath(facet.path, id),
      facet.key === 'cause' ? (anchorsByCause.get(id) ?? []) : [],
    ]),
  );
  const cells = acrossCauses.flatMap((key) =>
    groupIntoCells({ vocabulary, postmortems }, key).map(
      ({ cause, term }): [string, readonly string[]] => [
        causeCellPath(cause.id, acrossFacet(key).path, term.id),
        [],
      ],
    ),
  );
  const guidePages = guides.map(({ id, body }): [string, readonly string[]] => [
    guidePath(id),
    anchorsIn(body),
  ]);
  const symptomPages = symptoms.map(({ id, data, body }): [string, readonly string[]] => [
    symptomPath(id),
    [...data.runtimes.map(({ runtime }) => runtime), ...anchorsIn(body)],
  ]);
  return {
    incidents: Object.fromEntries(incidents),
    pages: Object.fromEntries([...terms, ...cells, ...guidePages, ...symptomPages]),
  };
}

const anchorsIn = ({ headings, blocks }: Body): readonly string[] => [
  ...headings.map(({ id }) => id),
  ...sketchesIn(blocks, { growth: [] }).map(({ id }) => chartAnchor(id)),
];

export const chartAnchor = (chart: string): string => `chart-${chart}`;

/** All fragments of an incident's page, including its charts. */
export const listAnchors = ({ anchors, charts }: LedgerIncident): readonly string[] => [
  ...anchors,
  ...charts.map(chartAnchor),
];

/** The fragments of every page, by path. */
export const fragmentsByPath = ({
  incidents,
  pages,
}: Published): ReadonlyMap<string, readonly string[]> =>
  new Map([
    ...Object.entries(incidents).map(([id, incident]): [string, readonly string[]] => [
      incidentPath(Number(id)),
      listAnchors(incident),
    ]),
    ...Object.entries(pages),
  ]);

/**
 * Adds to the ledger what the content publishes. Nothing is removed, and an id that belongs to another postmortem stays
 * with it.
 */
export function addPublished(ledger: Ledger, published: Published): Ledger {
  const incidents = { ...ledger.incidents };
  for (const [id, { slug, anchors, charts }] of Object.entries(published.incidents)) {
    const known = incidents[id];
    if (known && known.slug !== slug) continue;
    incidents[id] = {
      slug,
      anchors: union(known?.anchors, anchors),
      charts: union(known?.charts, charts),
    };
  }
  const pages = { ...ledger.pages };
  for (const [path, anchors] of Object.entries(published.pages))
    pages[path] = union(pages[path], anchors);
  return { ...ledger, incidents, pages };
}

const union = (known: readonly string[] = [], more: readonly string[]): readonly string[] => [
  ...new Set([...known, ...more]),
];

/** The next id that was never used and is not reserved. */
export function nextId(ledger: Ledger, ids: readonly number[]): number {
  let next = Math.max(0, ...ids, ...Object.keys(ledger.incidents).map(Number)) + 1;
  while (ledger.reserved.includes(next)) next += 1;
  return next;
}

/** Why a postmortem cannot get an id, as the end of a sentence. Undefined if it can. */
export function refuseNewId(
  id: number,
  ledger: Ledger,
  ids: readonly number[],
): string | undefined {
  if (id < 1) return 'is not a whole number above zero';
  if (ledger.reserved.includes(id)) return 'is reserved';
  return ids.includes(id) || Object.hasOwn(ledger.incidents, id)
    ? 'is taken, and an id is kept forever'
    : undefined;
}

/**
 * Formats the ledger for its file: always in the same order and one entry per line, so that two branches that give the same
 * id to different incidents conflict when they are merged.
 */
export function formatLedger(ledger: Ledger): string {
  const byId = Object.entries(ledger.incidents).toSorted(([a], [b]) => Number(a) - Number(b));
  const parts = [
    `"schemaVersion": ${ledger.schemaVersion}`,
    ...(ledger.reserved.length === 0
      ? []
      : [`"reserved": ${spaced(ledger.reserved.toSorted((a, b) => a - b))}`]),
    formatPart('incidents', byId),
    formatPart('pages', sorted(ledger.pages)),
    formatPart('moved', sorted(ledger.moved)),
    formatPart('withdrawn', sorted(ledger.withdrawn)),
  ];
  return `{\n  ${parts.join(',\n  ')}\n}\n`;
}

function formatPart(name: string, entries: readonly (readonly [string, unknown])[]): string {
  if (entries.length === 0) return `"${name}": {}`;
  const lines = entries.map(([key, value]) => `    ${JSON.stringify(key)}: ${spaced(value)}`);
  return `"${name}": {\n${lines.join(',\n')}\n  }`;
}

/** JSON on one line with a space after commas and colons. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}: ${spaced(member)}`,
  );
  return `{ ${members.join(', ')} }`;
}

const sorted = <Value>(record: Readonly<Record<string, Value>>): [string, Value][] =>
  Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));
