import { link } from '../../model/addresses.ts';
import { createLookup, type IncidentLookup, type KnownIncident } from './known-incidents.ts';
import type { Known } from './messages.ts';

/** Looks up incidents in the files of this site. */
export const incidentLookup = ({ ids }: Known): IncidentLookup =>
  createLookup(ids, async (file) => {
    const address = link(`/write/incidents/${file}.json`);
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address} answered ${response.status}`);
    return (await response.json()) as readonly KnownIncident[];
  });
