import { link } from '../../model/addresses.ts';
import type { PostmortemData } from '../../model/schema.ts';

/** An incident as the composer knows it. */
export interface KnownIncident extends Pick<PostmortemData, 'id' | 'title' | 'status'> {
  /** Name of its folder. */
  readonly slug: string;
}

/** Consecutive ids. */
export type IdRun = readonly [first: number, last: number];

/** The ids as ranges, which takes few numbers. */
export function idRuns(ids: readonly number[]): readonly IdRun[] {
  const runs: [number, number][] = [];
  for (const id of ids.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && id <= last[1] + 1) last[1] = id;
    else runs.push([id, id]);
  }
  return runs;
}

export const idsIn = (runs: readonly IdRun[]): readonly number[] =>
  runs.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => first + at));

/** Incidents in a file: about 45 kB. */
const perFile = 250;

const fileNumber = (id: number): number => Math.floor(id / perFile);

/** `/write/incidents/<number>.json`: incidents by the number of the file they are in. */
export const incidentFiles = (
  incidents: readonly KnownIncident[],
): ReadonlyMap<number, readonly KnownIncident[]> =>
  Map.groupBy(incidents, ({ id }) => fileNumber(id));

/** Ids that no incident has are left out of the answer. */
export type IncidentLookup = (
  ids: readonly number[],
) => Promise<ReadonlyMap<number, KnownIncident>>;

/** Looks up incidents in the files of this site. */
export const createIncidentLookup = (runs: readonly IdRun[]): IncidentLookup =>
  createLookup(runs, async (file) => {
    const address = link(`/write/incidents/${file}.json`);
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address} answered ${response.status}`);
    return (await response.json()) as readonly KnownIncident[];
  });

/**
 * Looks up incidents by id and loads each file once. A draft refers to a few incidents; all of them would be megabytes where
 * there are thousands. Incidents whose file cannot be loaded are left out and tried again at the next look-up.
 */
export function createLookup(
  runs: readonly IdRun[],
  load: (file: number) => Promise<readonly KnownIncident[]>,
): IncidentLookup {
  const known = new Set(idsIn(runs));
  const loaded = new Map<number, Promise<readonly KnownIncident[]>>();

  async function fileWith(file: number): Promise<readonly KnownIncident[]> {
    const incidents = loaded.get(file) ?? load(file);
    loaded.set(file, incidents);
    try {
      return await incidents;
    } catch {
      loaded.delete(file);
      return []; // The next draft asks again.
    }
  }

  return async (ids) => {
    const asked = new Set(ids.filter((id) => known.has(id)));
    const files = await Promise.all([...new Set([...asked].map(fileNumber))].map(fileWith));
    const found = files.flat().filter(({ id }) => asked.has(id));
    return new Map(found.map((incident) => [incident.id, incident]));
  };
}
