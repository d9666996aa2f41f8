import type { APIRoute, InferGetStaticPropsType } from 'astro';

import {
  entriesIn,
  scannerEcosystems,
  zipOsvEntries,
} from '../../../../outputs/osv/osv-archive.ts';
import { buildOsvEntry } from '../../../../outputs/osv/osv-entry.ts';
import { loadCollection } from '../../../../site/postmortems.ts';

/** The entries in the layout of the local database of osv-scanner. */
export async function getStaticPaths() {
  const { postmortems } = await loadCollection();
  const entries = postmortems.flatMap((postmortem) => buildOsvEntry(postmortem) ?? []);
  return scannerEcosystems.map((ecosystem) => ({
    params: { ecosystem },
    props: { entries: entriesIn(ecosystem, entries) },
  }));
}

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props }) =>
  new Response(zipOsvEntries(props.entries), { headers: { 'content-type': 'application/zip' } });
