import {
  countComponents,
  daysToResolve,
  fixOutcomes,
  memoryChanges,
  toolOutcomes,
  type MemoryChanges,
} from './aggregates.ts';
import { acrossCauses, groupIntoCells } from './cause-cells.ts';
import type { Postmortem } from '../model/content.ts';
import { groupByTerm, termsOfFacet } from '../model/facets.ts';
import type { Collection } from '../model/collection.ts';
import { facets, type FacetKey, type Vocabulary } from '../model/vocabulary.ts';

/** The numbers of the root-cause index for machines: the same as on its pages, from the same functions. */

type Counted = Pick<Collection, 'vocabulary' | 'postmortems'>;

/**
 * `aggregates` of /index.json. Everything counts incidents; `ids` are theirs, so that every count can be checked. Changes of
 * memory are fractions (-0.757 is 75.7 % less), null where fewer than three (a median) or none (its range) were compared.
 */
export function buildAggregates({ vocabulary, postmortems }: Counted) {
  const byComponent = groupByTerm(postmortems, 'component');
  return {
    terms: Object.fromEntries(
      facets.map(({ key }) => [key, countTerms(postmortems, vocabulary, key)]),
    ),
    matrices: Object.fromEntries(
      acrossCauses.map((across) => [
        across,
        groupIntoCells({ vocabulary, postmortems }, across).map((cell) => ({
          cause: cell.cause.id,
          term: cell.term.id,
          ...countWithIds(cell.postmortems),
        })),
      ]),
    ),
    memoryChange: memoryChangeJson(memoryChanges(postmortems, vocabulary)),
    fixes: fixOutcomes(postmortems, vocabulary).map(({ fix, incidents, changes }) => ({
      id: fix.id,
      count: incidents,
      memoryChange: memoryChangeJson(changes),
    })),
    tools: toolOutcomes(postmortems, vocabulary).map(({ tool, counts }) => ({
      id: tool.id,
      count: counts['found-it'] + counts.helped + counts['no-help'],
      foundIt: counts['found-it'],
      helped: counts.helped,
      noHelp: counts['no-help'],
    })),
    components: countComponents(postmortems, vocabulary).map(({ component, incidents }) => ({
      id: component.id,
      name: component.label,
      count: incidents,
      versions: listVersions(component.id, byComponent.get(component.id) ?? []),
    })),
    daysToResolve: daysToResolveJson(postmortems),
    regressions: postmortems.flatMap(({ data: { id, regressionOf = [] } }) =>
      regressionOf.length > 0 ? [{ id, regressionOf }] : [],
    ),
  };
}

const sortedIds = (postmortems: readonly Postmortem[]): number[] =>
  postmortems.map(({ data }) => data.id).toSorted((a, b) => a - b);

const countWithIds = (postmortems: readonly Postmortem[]) => ({
  count: postmortems.length,
  ids: sortedIds(postmortems),
});

/** Terms in use, in the order readers see. */
function countTerms(postmortems: readonly Postmortem[], vocabulary: Vocabulary, key: FacetKey) {
  const groups = groupByTerm(postmortems, key);
  return termsOfFacet(key, vocabulary, postmortems).flatMap(({ id }) => {
    const group = groups.get(id);
    return group ? [{ id, ...countWithIds(group) }] : [];
  });
}

function memoryChangeJson({ median, range, ...counts }: MemoryChanges) {
  return { ...counts, median: median ?? null, low: range?.[0] ?? null, high: range?.[1] ?? null };
}

function daysToResolveJson(postmortems: readonly Postmortem[]) {
  const { n, median, range } = daysToResolve(postmortems);
  return { n, median: median ?? null, low: range?.[0] ?? null, high: range?.[1] ?? null };
}

const listVersions = (component: string, postmortems: readonly Postmortem[]) =>
  postmortems.flatMap(({ data }) =>
    data.component
      .filter(({ id, affected, note }) => id === component && (affected ?? note) !== undefined)
      .map(({ package: purl, affected, note }) => ({
        incident: data.id,
        ...(purl !== undefined && { package: purl }),
        ...(affected && { affected }),
        ...(note !== undefined && { note }),
      })),
  );

/** Columns of /causes.csv and what they hold. */
export const csvColumns = {
  cause: 'Id of a cause, or “all” for the whole collection.',
  facet: 'layer, language, fix, tool, platform, growth, component or status.',
  term: 'Id of a term of the facet.',
  incidents: 'Number of incidents with this cause and term.',
  found_it: 'Tools only: incidents where the tool found the cause.',
  helped: 'Tools only: incidents where it narrowed down the search.',
  no_help: 'Tools only: incidents where it did not help.',
  compared: 'Fixes only: incidents with comparable memory figures from before and after.',
  not_comparable: 'Fixes only: excluded because the workloads differ.',
  open_ended: 'Fixes only: excluded because no change can be computed from its values.',
  not_measured: 'Fixes only: excluded because memory before and after is unknown.',
  median_change:
    'Fixes only: median change in memory as a fraction; empty for fewer than 3 incidents.',
  lowest_change: 'Fixes only: the largest decrease.',
  highest_change: 'Fixes only: the smallest decrease, or the largest increase.',
  ids: 'Ids of the incidents, separated by spaces.',
} as const;

type CsvRow = Readonly<Partial<Record<keyof typeof csvColumns, string | number | undefined>>>;

/** /causes.csv (RFC 4180): one row for every cause, facet and term that occur together. Ids need no quotes. */
export function causesCsv({ vocabulary, postmortems }: Counted): string {
  const byCause = groupByTerm(postmortems, 'cause');
  const groups = [
    { id: 'all', group: postmortems },
    ...vocabulary.causes.map(({ id }) => ({ id, group: byCause.get(id) ?? [] })),
  ];
  const columns = Object.keys(csvColumns) as (keyof typeof csvColumns)[];
  const rows = groups.flatMap(({ id, group }) =>
    buildCsvRows(group, vocabulary).map((row) => ({ cause: id, ...row })),
  );
  return [
    columns.join(','),
    ...rows.map((row: CsvRow) => columns.map((column) => row[column] ?? '').join(',')),
    '',
  ].join('\r\n');
}

function buildCsvRows(
  postmortems: readonly Postmortem[],
  vocabulary: Vocabulary,
): readonly CsvRow[] {
  const tools = new Map(
    toolOutcomes(postmortems, vocabulary).map(({ tool, counts }) => [tool.id, counts]),
  );
  const fixes = new Map(
    fixOutcomes(postmortems, vocabulary).map(({ fix, changes }) => [fix.id, changes]),
  );
  return facets
    .filter(({ key }) => key !== 'cause')
    .flatMap(({ key }) =>
      countTerms(postmortems, vocabulary, key).map(({ id, count, ids }) => {
        const found = key === 'tool' ? tools.get(id) : undefined;
        const change = key === 'fix' ? fixes.get(id) : undefined;
        return {
          facet: key,
          term: id,
          incidents: count,
          found_it: found?.['found-it'],
          helped: found?.helped,
          no_help: found?.['no-help'],
          compared: change?.compared,
          not_comparable: change?.notComparable,
          open_ended: change?.openEnded,
          not_measured: change?.notMeasured,
          median_change: change?.median,
          lowest_change: change?.range?.[0],
          highest_change: change?.range?.[1],
          ids: ids.join(' '),
        };
      }),
    );
}
