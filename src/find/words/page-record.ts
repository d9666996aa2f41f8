import type { Content } from '../../model/content.ts';
import type { Body } from '../../model/blocks.ts';
import { groupByTerm, termsOfFacet } from '../../model/facets.ts';
import { guidePath, termPath } from '../../model/paths.ts';
import type { Term } from '../../model/vocabulary.ts';
import { formatIncidents } from '../../root-cause-index/aggregates.ts';
import { pagedFacets, type PagedFacet } from '../../root-cause-index/term-pages.ts';
import type { OtherAnswer } from '../other-answer.ts';
import { sectionsOf, type IndexedRecord, type Section } from './record.ts';

/** What the search knows of a page that is not an incident: of a guide, a cause, a component or another term. */
export interface PageRecord extends IndexedRecord {
  readonly page: OtherAnswer;
}

export type PageContent = Pick<Content, 'postmortems' | 'vocabulary' | 'causes' | 'guides'>;

/** Every page that a question may lead to besides incidents. A further kind of page is one more line here. */
export const pageRecordsOf = (content: PageContent): PageRecord[] => [
  ...content.guides.map(({ id, data, body }) =>
    pageRecord(
      { kind: 'guide', id, title: data.title, path: guidePath(id), summary: data.description },
      { names: ['guide'], body },
    ),
  ),
  ...pagedFacets.flatMap((facet) => termRecords(facet, content)),
];

function termRecords(facet: PagedFacet, content: PageContent): PageRecord[] {
  const { postmortems, vocabulary, causes } = content;
  const incidents = groupByTerm(postmortems, facet.key);
  return termsOfFacet(facet.key, vocabulary, postmortems)
    .filter(({ placeholder }) => placeholder !== true)
    .map((term) => {
      const guide = facet.key === 'cause' ? causes.find(({ id }) => id === term.id) : undefined;
      return pageRecord(
        {
          kind: facet.key === 'cause' || facet.key === 'component' ? facet.key : 'term',
          id: term.id,
          title: term.label,
          path: termPath(facet.path, term.id),
          summary: summaryOf(term, incidents.get(term.id)?.length ?? 0),
        },
        { names: [facet.label], ...(guide && { body: guide.body }) },
      );
    });
}

const summaryOf = ({ label, definition }: Term, incidents: number): string =>
  definition || `Memory incidents in ${label}: ${formatIncidents(incidents)}.`;

function pageRecord(
  page: Omit<OtherAnswer, 'incidents'>,
  { names, body }: { readonly names: readonly string[]; readonly body?: Body },
): PageRecord {
  const sections: readonly Section[] = [
    { name: 'Summary', text: page.summary },
    ...(body ? sectionsOf(body, 'Introduction') : []),
  ];
  return {
    page: { ...page, incidents: [] },
    fields: {
      title: [page.title],
      names: [page.id, ...names],
      summary: [page.summary],
      code: [],
      labels: body?.headings.map(({ text }) => text) ?? [],
      rest: sections.slice(1).map(({ text }) => text),
    },
    sections,
  };
}
