import { absolute, incidentPath } from '../model/addresses.ts';
import { writeCsv } from '../charts/table.ts';
import type { Postmortem } from '../model/content.ts';

/**
 * /modified.csv (RFC 4180): every postmortem, the last to change first, so that a program reads only until a date it knows.
 * The date is that of the incident: resolved, or else reported, `YYYY-MM-DD` as far as known.
 */
export function modifiedCsv(postmortems: readonly Postmortem[]): string {
  const rows = postmortems
    .map(({ data }) => ({ data, modified: data.resolved ?? data.reported }))
    .toSorted((a, b) => b.modified.localeCompare(a.modified) || b.data.id - a.data.id)
    .map(({ data, modified }) => [
      String(data.id),
      absolute(incidentPath(data.id)),
      modified,
      data.title,
      data.cause,
    ]);
  return writeCsv([['id', 'url', 'modified', 'title', 'cause'], ...rows]);
}
