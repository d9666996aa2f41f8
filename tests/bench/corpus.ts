import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parseDocument, type Document } from 'yaml';

/**
 * Writes `size` postmortems into `folder`, made from the real ones in `from`: the same lengths, charts, evidence and links,
 * but other ids, dates, numbers, components and symbols, so that nothing is found twice. The same arguments give the same bytes.
 */
export async function writeCorpus(from: string, folder: string, size: number): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'postmortems'), { recursive: true });
  await cp(join(from, 'vocabulary.yaml'), join(folder, 'vocabulary.yaml'));
  const templates = await readTemplates(join(from, 'postmortems'));
  const firstRound = idMap(templates[0]?.ids ?? [], size, 0);
  for (const part of ['causes', 'guides'])
    await copyGuides(join(from, part), join(folder, part), firstRound);
  for (let index = 0; index < size; index += 1) {
    const template = templates[index % templates.length];
    if (template) await writePostmortem(folder, template, index, size);
  }
}

interface Template {
  readonly folder: string;
  readonly slug: string;
  readonly frontmatter: string;
  readonly body: string;
  /** Ids of the real collection in the order of the templates: a link to one leads to the copy of the same round. */
  readonly ids: readonly number[];
}

async function readTemplates(folder: string): Promise<readonly Template[]> {
  const slugs = (await readdir(folder)).toSorted();
  const read = await Promise.all(
    slugs.map(async (slug) => {
      const text = await readFile(join(folder, slug, 'index.mdx'), 'utf8');
      const [, frontmatter = '', body = ''] = /^---\n([^]*?)\n---\n([^]*)$/.exec(text) ?? [];
      return { folder: join(folder, slug), slug, frontmatter, body };
    }),
  );
  const ids = read.map(({ frontmatter }) => Number(/^id: (\d+)$/m.exec(frontmatter)?.[1]));
  return read.map((template) => ({ ...template, ids }));
}

type IdMap = (id: number) => number;

/** A link stays within its round; where that has no such postmortem any more, it leads to the first round. */
const idMap =
  (ids: readonly number[], size: number, round: number): IdMap =>
  (id) => {
    const place = ids.indexOf(id);
    const same = round * ids.length + place;
    return (same < size ? same : place % Math.min(size, ids.length)) + 1;
  };

const renumberIncidents = (text: string, idOf: IdMap): string =>
  text.replaceAll(
    /(<Incident id=\{?"?)(\d+)/g,
    (_, start: string, id: string) => start + String(idOf(Number(id))),
  );

async function copyGuides(from: string, to: string, idOf: IdMap): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from))
    await writeFile(
      join(to, name),
      renumberIncidents(await readFile(join(from, name), 'utf8'), idOf),
    );
}

async function writePostmortem(
  folder: string,
  template: Template,
  index: number,
  size: number,
): Promise<void> {
  const round = Math.floor(index / template.ids.length);
  const idOf = idMap(template.ids, size, round);
  const slug = round === 0 ? template.slug : `${template.slug}-${round}`;
  const target = join(folder, 'postmortems', slug);
  await cp(template.folder, target, { recursive: true });
  const document = parseDocument(template.frontmatter);
  vary(document, idOf, round, index + 1);
  const body = renumberIncidents(template.body, idOf);
  await writeFile(join(target, 'index.mdx'), `---\n${String(document)}---\n${body}`);
}

function vary(document: Document, idOf: IdMap, round: number, id: number): void {
  document.set('id', id);
  mapList(document, ['related'], (entry, path) =>
    document.setIn([...path, 'id'], idOf(Number(entry('id')))),
  );
  if (round === 0) return;
  document.set('title', `${String(document.get('title')).slice(0, 130)} ${wordOf(round)}`);
  mapList(document, ['component'], (entry, path) => {
    // One component in three is shared by all rounds, as OpenSSL or glibc would be.
    if (round % 3 === 0) return;
    document.setIn([...path, 'id'], `${String(entry('id'))}-${wordOf(round)}`);
    document.setIn([...path, 'name'], `${String(entry('name'))} ${wordOf(round)}`);
  });
  mapList(document, ['evidence'], (_, path) => {
    for (const key of ['frames', 'notable'])
      mapList(document, [...path, key], (entry, place) =>
        document.setIn(place, variedSymbol(String(entry()), round)),
      );
  });
  mapList(document, ['improvement'], (entry, path) => {
    for (const key of ['before', 'after'])
      if (typeof entry(key) === 'number')
        document.setIn([...path, key], scaled(Number(entry(key)), round));
  });
  mapList(document, ['measurements'], (_, path) => {
    const value = document.getIn([...path, 'value']);
    if (typeof value === 'number') document.setIn([...path, 'value'], scaled(value, round));
    mapList(document, [...path, 'values'], (entry, place) => {
      if (typeof entry('value') === 'number')
        document.setIn([...place, 'value'], scaled(Number(entry('value')), round));
    });
    mapList(document, [...path, 'lines'], (_line, place) =>
      mapList(document, [...place, 'points'], (_point, point) => {
        const y = document.getIn([...point, 1]);
        if (typeof y === 'number') document.setIn([...point, 1], scaled(y, round));
      }),
    );
  });
}

/** The larger the round, the larger the figures: so no chart is equal to one drawn before. */
const scaled = (value: number, round: number): number =>
  Number((value * (1 + round / 7)).toPrecision(5));

type Visit = (entry: (key?: string) => unknown, path: readonly (string | number)[]) => void;

function mapList(document: Document, path: readonly (string | number)[], visit: Visit): void {
  const list: unknown = document.getIn(path);
  const items: unknown =
    typeof list === 'object' && list !== null ? Reflect.get(list, 'items') : undefined;
  if (!Array.isArray(items)) return;
  for (const place of items.keys())
    visit(
      (key) => document.getIn(key === undefined ? [...path, place] : [...path, place, key]),
      [...path, place],
    );
}

const variedSymbol = (symbol: string, round: number): string =>
  symbol.replace(/[A-Za-z_]{5,}/, (word) => `${word}_${wordOf(round)}`);

/** A pronounceable word for each number: 0 is `baba`. */
export function wordOf(number: number): string {
  const syllables = ['ba', 'ke', 'di', 'fo', 'gu', 'la', 'me', 'ni', 'po', 'ru', 'sa', 'te'];
  const part = (value: number): string => syllables[value % syllables.length] ?? '';
  return (
    part(Math.floor(number / 12)) +
    part(number) +
    (number >= 144 ? part(Math.floor(number / 144)) : '')
  );
}
