/**
 * Rules that a schema cannot say: between fields, between frontmatter and body, between postmortems. One function per rule.
 * Each takes entries and returns faults; none throws.
 */

import { bodyChecks } from './body-checks.ts';
import { didYouMean, type Fault } from './fault.ts';
import { figureChecks } from './figure-checks.ts';
import { proseChecks } from './prose-checks.ts';
import { faultAt, type Entry } from './read-postmortem.ts';

export interface CheckContext {
  /** Ids of all postmortems; undefined if a file hides its own, so that nobody can say which are missing. */
  readonly knownIds: readonly number[] | undefined;
}

/** All faults of postmortems that the schema accepts, in no order. */
export function checkContent(entries: readonly Entry[], context: CheckContext): Fault[] {
  return [
    ...entries.flatMap((entry) => checkEntry(entry, context)),
    ...checkUniqueIds(entries),
    ...checkComponentNames(entries),
  ];
}

/** The faults of one postmortem by itself. */
export function checkEntry(entry: Entry, context: CheckContext): Fault[] {
  const wholeBody = entry.places.bodyIsWhole ? [...bodyChecks, ...proseChecks] : [];
  return [
    ...[...dataChecks, ...figureChecks, ...wholeBody].flatMap((rule) => rule(entry)),
    ...checkLinks(entry, context),
  ];
}

const dataChecks: readonly ((entry: Entry) => Fault[])[] = [
  checkDates,
  checkStatus,
  checkSourceIds,
  checkSourcesExist,
  checkContributing,
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
  const faults: Fault[] = [];
  if (status === 'unresolved' && resolved !== undefined) {
    faults.push(
      faultAt(
        entry,
        ['resolved'],
        `stands beside status: unresolved (found ${resolved}). Delete it, or correct the status.`,
      ),
    );
  }
  if (status === 'resolved' && fix.includes('none-yet')) {
    faults.push(
      faultAt(
        entry,
        ['fix'],
        'is none-yet, and status is resolved. Name the fix, or correct the status.',
      ),
    );
  }
  if (fix.includes('none-yet') && fix.length > 1) {
    faults.push(faultAt(entry, ['fix'], 'has none-yet beside another fix. Delete one of them.'));
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
        : [
            faultAt(
              entry,
              [list, index, 'source'],
              `there is no source "${source}".${didYouMean(source, known)} The sources are ${known.join(', ')}.`,
            ),
          ],
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
export function checkLinks(entry: Entry, { knownIds }: CheckContext): Fault[] {
  const { data, file } = entry.postmortem;
  const refuse = (id: number, earlier: readonly number[]): string | undefined => {
    if (id === data.id) return `${id} is this postmortem itself. Name another.`;
    if (earlier.includes(id)) return `${id} stands here twice. Delete one of them.`;
    if (knownIds && !knownIds.includes(id))
      return `there is no postmortem ${id}. Correct the id, or write that postmortem first.`;
    return undefined;
  };
  const lists = {
    related: (data.related ?? []).map(({ id }) => id),
    regressionOf: data.regressionOf ?? [],
  };
  const faults = Object.entries(lists).flatMap(([list, ids]) =>
    ids.flatMap((id, index) => {
      const message = refuse(id, ids.slice(0, index));
      return message === undefined ? [] : [faultAt(entry, [list, index], message)];
    }),
  );
  for (const { name, props, line, column } of entry.places.marks.components) {
    const id = props['id'];
    if (name !== 'Incident' || typeof id !== 'number') continue;
    const message = refuse(id, []);
    if (message !== undefined)
      faults.push({ file, line, column, message: `<Incident> ${message}` });
  }
  return faults;
}

/** No two postmortems have the same id. */
export function checkUniqueIds(entries: readonly Entry[]): Fault[] {
  const files = new Map<number, string>();
  return entries.flatMap((entry) => {
    const { data, file } = entry.postmortem;
    const other = files.get(data.id);
    files.set(data.id, other ?? file);
    return other === undefined
      ? []
      : [
          faultAt(
            entry,
            ['id'],
            `${data.id} is the id of ${other}. Take the next free one; a published id is kept for ever.`,
          ),
        ];
  });
}

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
