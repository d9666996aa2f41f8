import type { Postmortem } from '../../model/content.ts';
import { termIdsOf, termsOfFacet } from '../../model/facets.ts';
import { incidentName } from '../../model/paths.ts';
import { facets, termOf, type Vocabulary } from '../../model/vocabulary.ts';
import { identifierWords, tokensOf } from './identifiers.ts';
import { rowOf } from '../../root-cause-index/incident-row.ts';
import type { Result } from './result.ts';

/** A postmortem as Pagefind reads it. */
export function recordHtml(postmortem: Postmortem, vocabulary: Vocabulary): string {
  const { data, body } = postmortem;
  const { code, components, sources } = searchedParts(postmortem);
  const written = [data.title, data.summary, data.mechanism, body.text, ...code, ...components];

  const parts = [
    `<h1 data-pagefind-weight="10">${escape(data.title)}</h1>`,
    paragraph(8, [incidentName(data.id)]),
    paragraph(4, [data.summary]),
    paragraph(4, [data.mechanism]),
    paragraph(1, flowing(body)),
    ...code.map((line) => paragraph(5, [line])),
    paragraph(6, [data.project.name, data.project.about, ...components]),
    paragraph(3, labelsOf(postmortem, vocabulary)),
    paragraph(1, sources),
    paragraph(5, identifierWords([...written, ...sources])),
  ];
  return `<html lang="en"><body data-pagefind-body>${parts.join('\n')}</body></html>`;
}

/** A postmortem as the search page shows it, and checks whether it holds what was asked for. */
export function resultOf(postmortem: Postmortem, vocabulary: Vocabulary): Result {
  const { data, body } = postmortem;
  const { code, components, sources } = searchedParts(postmortem);
  const also = [
    incidentName(data.id),
    data.project.name,
    data.project.about,
    ...components,
    ...labelsOf(postmortem, vocabulary),
    ...sources,
  ];
  return {
    row: rowOf(postmortem, vocabulary),
    text: [data.summary, data.mechanism, ...flowing(body), ...code].map(ended).join(' '),
    also: [...new Set(also.flatMap(tokensOf))].join(' '),
  };
}

function searchedParts({ data }: Postmortem) {
  const evidence = (data.evidence ?? []).flatMap(({ frames = [], notable = [] }) => [
    ...frames,
    ...notable,
  ]);
  return {
    code: [...(data.errors ?? []), ...evidence],
    components: data.component.flatMap(({ id, name, affected = '', fixed = '' }) => [
      `${id} ${name}`,
      affected,
      fixed,
    ]),
    sources: [
      ...data.sources.flatMap(({ title, publisher, url }) => [title, publisher, pathOf(url)]),
      ...(data.references ?? []).map(pathOf),
    ],
  };
}

const paragraph = (weight: number, texts: readonly string[]): string =>
  `<p data-pagefind-weight="${weight}">${escape(texts.filter(Boolean).join(' \n'))}</p>`;

/** The lines of the body without its section headings. */
function flowing({ text, headings }: Postmortem['body']): string[] {
  const sections = new Set(
    headings.filter(({ depth }) => depth === 2).map((heading) => heading.text),
  );
  return text.split('\n').filter((line) => line !== '' && !sections.has(line));
}

/** With a mark where a line ends without a full stop. */
const ended = (line: string): string => (/[.!?:;,]$/.test(line) ? line : `${line} ·`);

/** `etcd-io/etcd/pull/19994`; the host would be found in every postmortem. */
const pathOf = (url: string): string => new URL(url).pathname.replace(/^\/|\/$/g, '');

const labelsOf = ({ data }: Postmortem, vocabulary: Vocabulary): string[] =>
  facets
    .filter(({ key }) => key !== 'component')
    .flatMap(({ key }) =>
      termIdsOf(data, key).map((id) => termOf(termsOfFacet(key, vocabulary, []), id).label),
    );

const escape = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
