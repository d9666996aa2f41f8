import { site } from '../../site.config.ts';
import { memoryLinePath } from '../charts/line.ts';
import type { Postmortem } from '../content.ts';
import { termIdsOf, termsOfFacet } from '../facets.ts';
import { figureLine } from '../figure.ts';
import { facets, termOf, type Vocabulary } from '../vocabulary.ts';
import { divider, lineBox, type Row } from './fragment.ts';
import { identifierWords } from './identifiers.ts';

/**
 * A postmortem as Pagefind reads it. The row travels as a filter, because Pagefind indexes the words of metadata but not
 * those of filters.
 */
export function recordHtml(postmortem: Postmortem, vocabulary: Vocabulary): string {
  const { data, body } = postmortem;
  const evidence = (data.evidence ?? []).flatMap(({ frames = [], notable = [] }) => [
    ...frames,
    ...notable,
  ]);
  const errors = data.errors ?? [];
  const code = [...errors, ...evidence];
  const sources = data.sources.map(({ title, publisher, url }) => [title, publisher, pathOf(url)]);
  const references = (data.references ?? []).map(pathOf);
  const components = data.component.flatMap(({ id, name, affected = '', fixed = '' }) => [
    `${id} ${name}`,
    affected,
    fixed,
  ]);
  const written = [data.title, data.summary, data.mechanism, body.text, ...code, ...components];

  const parts = [
    `<i data-pagefind-filter="row[data-row]" data-row="${escape(JSON.stringify(rowOf(postmortem, vocabulary)))}"></i>`,
    `<h1 data-pagefind-weight="10">${escape(data.title)}</h1>`,
    paragraph(8, [`${site.prefix}-${data.id}`]),
    divider,
    paragraph(4, [data.summary]),
    paragraph(4, [data.mechanism]),
    paragraph(1, [flowing(body)]),
    ...code.map((line) => paragraph(5, [line])),
    divider,
    paragraph(6, [data.project.name, data.project.about, ...components]),
    paragraph(3, labelsOf(postmortem, vocabulary)),
    paragraph(1, [...sources.flat(), ...references]),
    paragraph(5, identifierWords([...written, ...sources.flat(), ...references])),
  ];
  return `<html lang="en"><body data-pagefind-body>${parts.join('\n')}</body></html>`;
}

/** What a result shows of a postmortem. */
export function rowOf(postmortem: Postmortem, vocabulary: Vocabulary): Row {
  const { data } = postmortem;
  const { path, from } = memoryLinePath(postmortem, lineBox.width, lineBox.height);
  return {
    id: data.id,
    title: data.title,
    summary: data.summary,
    cause: termOf(vocabulary.causes, data.cause).label,
    component: data.component.map(({ name }) => name).join(', '),
    figure: figureLine(data),
    reported: data.reported,
    line: path,
    lineFrom: from,
  };
}

const paragraph = (weight: number, texts: readonly string[]): string =>
  `<p data-pagefind-weight="${weight}">${escape(texts.filter(Boolean).join(' \n'))}</p>`;

/** The body for excerpts: without its section headings, and with a mark where a line ends without a full stop. */
function flowing({ text, headings }: Postmortem['body']): string {
  const sections = new Set(
    headings.filter(({ depth }) => depth === 2).map((heading) => heading.text),
  );
  return text
    .split('\n')
    .filter((line) => line !== '' && !sections.has(line))
    .map((line) => (/[.!?:;,]$/.test(line) ? line : `${line} ·`))
    .join('\n');
}

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
