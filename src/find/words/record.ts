import { formatAffected, unknownReason } from '../../model/affected.ts';
import type { Body } from '../../model/blocks.ts';
import type { Postmortem } from '../../model/content.ts';
import { listTermIds, termsOfFacet } from '../../model/facets.ts';
import { incidentName } from '../../model/paths.ts';
import { facets, findTerm, type Vocabulary } from '../../model/vocabulary.ts';
import { buildRow, type Row } from '../../root-cause-index/incident-row.ts';
import { fieldNames, layout, summarySection, zones, type Field } from './record-layout.ts';
import { tokensOf, wordsOf } from './word-forms.ts';

/** What both indexes are made from. */
export interface IndexedRecord {
  readonly fields: Readonly<Record<Field, readonly string[]>>;
  /** What excerpts are taken from, in the order of the page. */
  readonly sections: readonly Section[];
}

export interface Section {
  /** Its heading. */
  readonly name: string;
  readonly text: string;
}

/** What the search knows of an incident. */
export interface SearchRecord extends IndexedRecord {
  readonly row: Row;
}

/** What a result shows of an incident that was found. */
export type Result = Pick<SearchRecord, 'row' | 'sections'>;

/** The words of a record at their places, as both indexes hold them. Places between fields are empty. */
export function placedWords(
  { fields }: Pick<IndexedRecord, 'fields'>,
  readWords = wordsOf,
): string[] {
  const words: string[] = [];
  let overflow: string[] = [];
  for (const [index, field] of fieldNames.entries()) {
    const start = zones[index - 1]?.end ?? 0;
    const found = fields[field].flatMap(tokensOf).map((token) => readWords(token));
    const all = [...found.flatMap(({ running }) => running), ...found.flatMap(({ also }) => also)];
    const { room } = layout[field];
    const placed = room === Infinity ? [...all, ...overflow] : all.slice(0, room);
    overflow = [...overflow, ...all.slice(placed.length)];
    for (const [offset, word] of placed.entries()) words[start + offset] = word;
  }
  return words;
}

/** A postmortem as the search takes it. */
export function recordOf(postmortem: Postmortem, vocabulary: Vocabulary): SearchRecord {
  const { data, body } = postmortem;
  const { improvement, measurements, tools, evidence = [] } = data;
  const printed = evidence.flatMap(({ frames = [], notable = [] }) => [...frames, ...notable]);
  const code = [...(data.errors ?? []), ...printed];
  const { symptoms = [], confirm = [], workaround = '' } = data.diagnosis ?? {};
  const summary = [data.summary, data.mechanism, ...symptoms.map(withoutBackticks)];
  const checks = confirm.flatMap(({ run = '', see, not = '' }) => [run, see, not]);
  const written = sectionsOf(body, summarySection);
  return {
    row: buildRow(postmortem, vocabulary),
    fields: {
      title: [data.title],
      names: [
        incidentName(data.id),
        data.project.name,
        ...data.component.flatMap(({ id, name }) => [id, name, ...otherNames(id, vocabulary)]),
        data.project.about,
      ],
      summary,
      code,
      labels: labelsOf(postmortem, vocabulary),
      rest: [
        ...[...checks, workaround].map(withoutBackticks),
        ...written.flatMap(({ name, text }) => [name, text]),
        ...data.component.flatMap(({ note = '', package: purl = '', ...versions }) => [
          purl,
          formatAffected(versions) ?? unknownReason(versions) ?? '',
          note,
        ]),
        ...data.sources.flatMap(({ title, publisher, url }) => [title, publisher, pathOf(url)]),
        ...(data.references ?? []).map(pathOf),
        ...[improvement, measurements, tools, evidence, data.related, data.verified].flatMap(
          remarksIn,
        ),
      ],
    },
    sections: [
      { name: summarySection, text: joinLines([data.summary, data.mechanism]) },
      { name: 'Do I have this?', text: joinLines(symptoms.map(withoutBackticks)) },
      { name: 'Confirm', text: joinLines(checks.map(withoutBackticks)) },
      { name: 'Until then', text: withoutBackticks(workaround) },
      ...written,
      { name: 'Evidence', text: joinLines(code) },
    ].filter(({ text }) => text !== ''),
  };
}

const remarkFields = new Set(['label', 'says', 'note', 'over', 'why', 'what', 'not-measured']);

/** What figures, tools, evidence and relations say in words. */
function remarksIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, one]: [string, unknown]) =>
    typeof one === 'string' ? (remarkFields.has(field) ? [one] : []) : remarksIn(one),
  );
}

/**
 * What else reports call a component, also as the kernel cuts the names of processes. Not short names, which are words of other
 * meanings, nor beginnings of functions.
 */
function otherNames(id: string, { names = {} }: Vocabulary): string[] {
  const long = (names[id] ?? []).filter((name) => name.length > 5 && !name.endsWith('*'));
  const cut = [id, ...long].filter((name) => name.length > 15).map((name) => name.slice(0, 15));
  return [...long, ...cut];
}

/** Inline code as the text that it is. */
export const withoutBackticks = (line: string): string => line.replaceAll('`', '');

/** The text of a body by its section headings; what stands before the first has the name given. */
export function sectionsOf({ text, headings }: Body, first: string): Section[] {
  const names = new Set(headings.filter(({ depth }) => depth === 2).map((heading) => heading.text));
  const sections: { name: string; lines: string[] }[] = [{ name: first, lines: [] }];
  for (const line of text.split('\n'))
    if (names.has(line)) sections.push({ name: line, lines: [] });
    else if (line !== '') sections.at(-1)?.lines.push(line);
  return sections
    .filter(({ lines }) => lines.length > 0)
    .map(({ name, lines }) => ({ name, text: joinLines(lines) }));
}

export const joinLines = (lines: readonly string[]): string =>
  lines
    .filter((line) => line !== '')
    .map(ended)
    .join(' ');

/** With a mark where a line ends without a full stop. */
const ended = (line: string): string => (/[.!?:;,]$/.test(line) ? line : `${line} ·`);

/** `etcd-io/etcd/pull/19994`; the host would be found in every postmortem. */
const pathOf = (url: string): string => new URL(url).pathname.replace(/^\/|\/$/g, '');

const labelsOf = ({ data }: Postmortem, vocabulary: Vocabulary): string[] =>
  facets
    .filter(({ key }) => key !== 'component')
    .flatMap(({ key }) =>
      listTermIds(data, key).map((id) => findTerm(termsOfFacet(key, vocabulary, []), id).label),
    );
