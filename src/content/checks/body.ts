/** Rules between the body of a postmortem and its frontmatter. Only for bodies that were read to their end. */

import { didYouMean, type Fault } from '../../model/fault.ts';
import type { ComponentMark } from '../mdx/reading.ts';
import type { Place } from '../mdx/source.ts';
import { unknownSource, type Entry } from '../read/read-postmortem.ts';
import { faultAtPlace } from './sections.ts';
import { listIds } from '../../model/vocabulary.ts';

export const bodyChecks: readonly ((entry: Entry) => Fault[])[] = [
  checkMarks,
  checkReferences,
  checkShapes,
  checkShown,
];

const faultAt = (entry: Entry, place: Place, message: string): Fault =>
  faultAtPlace(entry.postmortem.file, place, message);

/** Every `[^id]` and every CallStack names a source of the frontmatter. */
export function checkMarks(entry: Entry): Fault[] {
  const known = entry.postmortem.data.sources.map(({ id }) => id);
  const named = [
    ...entry.places.marks.sources.map((mark) => ({ ...mark, found: `[^${mark.id}]: ` })),
    ...entry.places.marks.components
      .filter(({ name }) => name === 'CallStack')
      .map((mark) => ({
        ...placeIn(mark, 'source'),
        id: String(mark.props['source']),
        found: '<CallStack> ',
      })),
  ];
  return named
    .filter(({ id }) => !known.includes(id))
    .map((mark) => faultAt(entry, mark, `${mark.found}${unknownSource(mark.id, known)}`));
}

const placeIn = (mark: ComponentMark, attribute: string): Place =>
  mark.attributes[attribute] ?? mark;

/** Every `of` names a figure of the kind that the component draws. */
export function checkReferences(entry: Entry): Fault[] {
  const { improvement, measurements = [] } = entry.postmortem.data;
  const improvements = Array.isArray(improvement) ? improvement.map(({ id }) => id) : [];
  const kinds = new Map<string, string>([
    ...improvements.map((id): [string, string] => [id, 'improvement']),
    ...measurements.map(({ id, kind }): [string, string] => [id, kind]),
  ]);
  return entry.places.marks.components.flatMap((mark) => {
    const of = mark.props['of'];
    if (typeof of !== 'string') return [];
    const fits = (id: string) => componentFor(kinds.get(id) ?? '') === mark.name;
    if (fits(of)) return [];
    const kind = kinds.get(of);
    const fitting = [...kinds.keys()].filter(fits);
    const message =
      kind === undefined
        ? `<${mark.name}> there is no figure "${of}".${didYouMean(of, fitting)} ${fitting.length === 0 ? 'The frontmatter has none that it could draw.' : `It can draw ${fitting.join(', ')}.`}`
        : `<${mark.name}> cannot draw "${of}", which is ${kind === 'improvement' ? 'an entry under improvement' : `a measurement of kind ${kind}`}. Write <${componentFor(kind)} of="${of}" />.`;
    return [faultAt(entry, placeIn(mark, 'of'), message)];
  });
}

function componentFor(kind: string): string {
  if (kind === 'improvement') return 'BeforeAfter';
  if (kind === 'hotspots') return 'Hotspots';
  return kind === '' ? '' : 'MemoryChart';
}

/** A sketch has a shape that the frontmatter names, or at least the vocabulary knows. */
export function checkShapes(entry: Entry): Fault[] {
  return entry.places.marks.components.flatMap((mark) => {
    const shape = mark.props['shape'];
    if (mark.name !== 'Sketch' || typeof shape !== 'string') return [];
    const known = listIds(entry.vocabulary.growth);
    return known.includes(shape)
      ? []
      : [
          faultAt(
            entry,
            placeIn(mark, 'shape'),
            `<Sketch> unknown shape "${shape}".${didYouMean(shape, known)} The terms are in content/vocabulary.yaml under growth.`,
          ),
        ];
  });
}

/** What is worth an entry in the frontmatter is worth showing: improvements, growth, regressions, comparisons, hotspots. */
export function checkShown(entry: Entry): Fault[] {
  const { improvement, measurements = [] } = entry.postmortem.data;
  const shown = new Set(entry.places.marks.components.map(({ props }) => props['of']));
  const improvements = (Array.isArray(improvement) ? improvement : []).map(({ id }, index) => ({
    id,
    kind: 'improvement',
    list: 'improvement',
    index,
  }));
  const charts = measurements.map(({ id, kind }, index) => ({
    id,
    kind,
    list: 'measurements',
    index,
  }));
  return [...improvements, ...charts]
    .filter(({ id, kind }) => kind !== 'limit' && kind !== 'baseline' && !shown.has(id))
    .map(({ id, kind, list, index }) => ({
      file: entry.postmortem.file,
      ...entry.places.placeOf([list, index, 'id']),
      field: `${list}[${index}]`,
      message: `"${id}" is shown nowhere. Write <${componentFor(kind)} of="${id}" /> in the body.`,
    }));
}
