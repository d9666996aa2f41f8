import type { Content, Symptom } from '../../model/content.ts';
import { groupByTerm, termsOfFacet } from '../../model/facets.ts';
import { guidePath, symptomPath, termPath } from '../../model/paths.ts';
import type { Term } from '../../model/vocabulary.ts';
import { formatIncidents } from '../../root-cause-index/aggregates.ts';
import { pagedFacets, type PagedFacet } from '../../root-cause-index/term-pages.ts';
import type { OtherAnswer } from '../other-answer.ts';
import { summarySection } from './record-layout.ts';
import {
  joinLines,
  sectionsOf,
  withoutBackticks,
  type IndexedRecord,
  type Section,
} from './record.ts';

/** What the search knows of a page that is not an incident: of a guide, a cause, a component or another term. */
export interface PageRecord extends IndexedRecord {
  readonly page: OtherAnswer;
}

export type PageContent = Pick<
  Content,
  'postmortems' | 'vocabulary' | 'causes' | 'guides' | 'symptoms'
>;

/** Every page that a question may lead to besides incidents. A further kind of page is one more line here. */
export const pageRecordsOf = (content: PageContent): PageRecord[] => [
  ...content.guides.map(({ id, data, body }) =>
    pageRecord(
      { kind: 'guide', id, title: data.title, path: guidePath(id), summary: data.description },
      { names: ['guide'], sections: sectionsOf(body, data.title) },
    ),
  ),
  ...content.symptoms.map((symptom) => symptomRecord(symptom, content)),
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
        {
          names: [facet.label],
          sections: guide ? sectionsOf(guide.body, term.label) : [],
        },
      );
    });
}

const summaryOf = ({ label, definition }: Term, incidents: number): string =>
  definition || `Memory incidents in ${label}: ${formatIncidents(incidents)}.`;

function symptomRecord({ id, data, body }: Symptom, { vocabulary }: PageContent): PageRecord {
  const { title, description, signs = [], runtimes } = data;
  const lines = (those: typeof signs) =>
    those.flatMap(({ see, not = '' }) => [see, not]).map(withoutBackticks);
  return pageRecord(
    { kind: 'symptom', id, title, path: symptomPath(id), summary: description },
    {
      names: ['symptom'],
      sections: [
        { name: 'Signs', text: joinLines(lines(signs)) },
        ...runtimes.map((part) => ({
          name:
            vocabulary.runtimes?.find((known) => known.id === part.runtime)?.label ?? part.runtime,
          text: joinLines([
            ...part.steps.flatMap(({ run, tells }) => [run, withoutBackticks(tells)]),
            ...lines(part.signs ?? []),
          ]),
        })),
        ...sectionsOf(body, title),
      ].filter(({ text }) => text !== ''),
    },
  );
}

interface Contents {
  /** By what else the page is known. */
  readonly names: readonly string[];
  readonly sections: readonly Section[];
}

function pageRecord(
  page: Omit<OtherAnswer, 'incidents'>,
  { names, sections }: Contents,
): PageRecord {
  return {
    page: { ...page, incidents: [] },
    fields: {
      title: [page.title],
      names: [page.id, ...names],
      summary: [page.summary],
      code: [],
      labels: sections.map(({ name }) => name),
      rest: sections.map(({ text }) => text),
    },
    sections: [{ name: summarySection, text: page.summary }, ...sections],
  };
}
