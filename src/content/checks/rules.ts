/**
 * Rules that a schema cannot say: between fields, between frontmatter and body, between postmortems. One function per rule.
 * Each takes entries and returns faults; none throws.
 */

import { bodyChecks } from './body.ts';
import { checkSameEvidence } from './evidence.ts';
import { isPlaceholder } from '../../model/vocabulary.ts';
import type { Fault } from '../../model/fault.ts';
import { figureChecks } from './figures.ts';
import { checkAddresses, type Addresses } from './links.ts';
import type { BodyMarks } from '../mdx/reading.ts';
import { proseChecks } from './prose.ts';
import { checkVersions } from './versions.ts';
import { faultAt, unknownSource, type Entry } from '../read/read-postmortem.ts';

export interface CheckContext {
  /** Ids of all postmortems; undefined if a file hides its own, so that nobody can say which are missing. */
  readonly knownIds: readonly number[] | undefined;
  /** Names of folders by the id under which they were published. */
  readonly slugById?: ReadonlyMap<number, string>;
  /** What the content publishes; undefined if some of it could not be read, so that nobody can say what is missing. */
  readonly addresses?: Addresses | undefined;
}

/** All faults of postmortems that the schema accepts, in no order. */
export function checkContent(entries: readonly Entry[], context: CheckContext): Fault[] {
  return [
    ...entries.flatMap((entry) => checkEntry(entry, context)),
    ...checkUniqueIds(entries, context),
    ...checkReusedIds(entries, context),
    ...checkComponentNames(entries),
    ...checkSameEvidence(entries),
  ];
}

/** The faults of one postmortem by itself. */
export function checkEntry(entry: Entry, context: CheckContext): Fault[] {
  const wholeBody = entry.places.bodyIsWhole ? [...bodyChecks, ...proseChecks] : [];
  return [
    ...[...dataChecks, ...figureChecks, ...wholeBody].flatMap((rule) => rule(entry)),
    ...checkLinks(entry, context),
    ...checkPages(entry, context),
  ];
}

const dataChecks: readonly ((entry: Entry) => Fault[])[] = [
  checkDates,
  checkStatus,
  checkSourceIds,
  checkSourcesExist,
  checkContributing,
  checkVersions,
];

/** Resolved does not come before reported; as far as both are known. */
export function checkDates(entry: Entry): Fault[] {
  const { reported, resolved } = entry.postmortem.data;
  if (resolved === undefined) return [];
  const precision = Math.min(reported.length, resolved.length);
  if (resolved.slice(0, precision) >= reported.slice(0, precision)) return [];
  return [
    faultAt(
      entry,
      ['resolved'],
      `${resolved} is before reported: ${reported}. Swap them, or correct one from its source.`,
    ),
  ];
}

/** Status, date and fix tell the same story. */
export function checkStatus(entry: Entry): Fault[] {
  const { status, resolved, fix } = entry.postmortem.data;
  const placeholder = fix.find((id) => isPlaceholder(entry.vocabulary.fixes, id));
  const faults: Fault[] = [];
  if (status === 'unresolved' && resolved !== undefined) {
    faults.push(
      faultAt(
        entry,
        ['resolved'],
        `contradicts status: unresolved (found ${resolved}). Delete it, or correct the status.`,
      ),
    );
  }
  if (status === 'resolved' && placeholder !== undefined) {
    faults.push(
      faultAt(
        entry,
        ['fix'],
        `is ${placeholder}, and status is resolved. Name the fix, or correct the status.`,
      ),
    );
  }
  if (placeholder !== undefined && fix.length > 1) {
    faults.push(
      faultAt(entry, ['fix'], `has ${placeholder} together with another fix. Delete one of them.`),
    );
  }
  return faults;
}

/** Every source has an id of its own. */
export function checkSourceIds(entry: Entry): Fault[] {
  const ids = entry.postmortem.data.sources.map(({ id }) => id);
  return ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [faultAt(entry, ['sources', index, 'id'], `another source is called "${id}". Rename one.`)],
  );
}

/** Every source that something in the frontmatter names is listed. */
export function checkSourcesExist(entry: Entry): Fault[] {
  const { improvement, measurements = [], evidence = [], sources } = entry.postmortem.data;
  const known = sources.map(({ id }) => id);
  const lists = {
    improvement: Array.isArray(improvement) ? improvement : [],
    measurements,
    evidence,
  };
  return Object.entries(lists).flatMap(([list, items]) =>
    items.flatMap(({ source }, index) =>
      known.includes(source)
        ? []
        : [faultAt(entry, [list, index, 'source'], unknownSource(source, known))],
    ),
  );
}

/** The main cause is not repeated among the contributing ones. */
export function checkContributing(entry: Entry): Fault[] {
  const { cause, contributing = [] } = entry.postmortem.data;
  return contributing.flatMap((other, index) =>
    other === cause
      ? [
          faultAt(
            entry,
            ['contributing', index],
            `"${other}" is the cause already. Delete it here.`,
          ),
        ]
      : [],
  );
}

/** Other postmortems that this one names exist, are others, and are named once in each list. */
export function checkLinks(entry: Entry, context: CheckContext): Fault[] {
  const { data, file } = entry.postmortem;
  const lists = {
    related: (data.related ?? []).map(({ id }) => id),
    regressionOf: data.regressionOf ?? [],
  };
  const faults = Object.entries(lists).flatMap(([list, ids]) =>
    ids.flatMap((id, index) => {
      const twice = ids.indexOf(id) === index ? undefined : `${id} is listed twice. Delete one.`;
      const message = twice ?? refuseId(id, context, data.id);
      return message === undefined ? [] : [faultAt(entry, [list, index], message)];
    }),
  );
  return [...faults, ...checkIncidents(file, entry.places.marks, context, data.id)];
}

function checkPages({ postmortem, places }: Entry, { addresses }: CheckContext): Fault[] {
  const own = `/i/${postmortem.data.id}/`;
  return addresses && places.bodyIsWhole
    ? checkAddresses(postmortem.file, own, places.marks, addresses)
    : [];
}

/** Every `<Incident>` of a body leads to another postmortem. */
export function checkIncidents(
  file: string,
  marks: BodyMarks | undefined,
  context: CheckContext,
  own?: number,
): Fault[] {
  return (marks?.components ?? []).flatMap(({ name, props, line, column }) => {
    const id = props['id'];
    const message =
      name === 'Incident' && typeof id === 'number' ? refuseId(id, context, own) : undefined;
    return message === undefined ? [] : [{ file, line, column, message: `<Incident> ${message}` }];
  });
}

function refuseId(id: number, { knownIds }: CheckContext, own?: number): string | undefined {
  if (id === own) return `${id} is this postmortem itself. Name another.`;
  return knownIds && !knownIds.includes(id)
    ? `there is no postmortem ${id}. Correct the id, or write that postmortem first.`
    : undefined;
}

/** No two postmortems have the same id. The one that was published keeps it; of two that were not, the first. */
export function checkUniqueIds(entries: readonly Entry[], context: CheckContext): Fault[] {
  const byId = Map.groupBy(entries, ({ postmortem }) => postmortem.data.id);
  return [...byId].flatMap(([id, sharing]) => {
    const published = context.slugById?.get(id);
    const keeper = sharing.find(({ postmortem }) => postmortem.slug === published) ?? sharing[0];
    return sharing.flatMap((entry) =>
      entry === keeper || keeper === undefined
        ? []
        : [
            faultAt(
              entry,
              ['id'],
              `${id} is the id of ${keeper.postmortem.file}, and an id is kept for ever. ${renumberHint(entry)}`,
            ),
          ],
    );
  });
}

/** An id that was published is not given to another postmortem. */
export function checkReusedIds(
  entries: readonly Entry[],
  { slugById = new Map() }: CheckContext,
): Fault[] {
  const present = new Set(
    entries.map(({ postmortem }) => `${postmortem.data.id} ${postmortem.slug}`),
  );
  return entries.flatMap((entry) => {
    const { slug, data } = entry.postmortem;
    const owner = slugById.get(data.id);
    if (owner === undefined || owner === slug || present.has(`${data.id} ${owner}`)) return [];
    const message = `${data.id} was published as content/postmortems/${owner}, and an id is never used again. ${renumberHint(entry)} If only the folder was renamed, write "${slug}" as its slug in content/permalinks.json.`;
    return [faultAt(entry, ['id'], message)];
  });
}

const renumberHint = ({ postmortem }: Entry): string =>
  `Run "npm run new -- --renumber ${postmortem.slug}".`;

/** A component has the same name wherever its id is used. */
export function checkComponentNames(entries: readonly Entry[]): Fault[] {
  const first = new Map<string, { name: string; file: string }>();
  return entries.flatMap((entry) =>
    entry.postmortem.data.component.flatMap(({ id, name }, index) => {
      const known = first.get(id);
      first.set(id, known ?? { name, file: entry.postmortem.file });
      return known === undefined || known.name === name
        ? []
        : [
            faultAt(
              entry,
              ['component', index, 'name'],
              `"${id}" is called "${known.name}" in ${known.file} (found "${name}"). Use one name, or another id.`,
            ),
          ];
    }),
  );
}
