import type { APIRoute } from 'astro';

import { incidentFiles, type KnownIncident } from '../../../authoring/composer/incident-lookup.ts';
import { loadCollection } from '../../../site/postmortems.ts';

export async function getStaticPaths() {
  const { postmortems, drafts } = await loadCollection();
  const incidents = [...postmortems, ...drafts].map(({ slug, data: { id, title, status } }) => ({
    ...{ id, title, status, slug },
  }));
  return [...incidentFiles(incidents)].map(([file, own]) => ({
    params: { file: String(file) },
    props: { own },
  }));
}

/** Incidents that a draft may refer to. */
export const GET: APIRoute<{ own: readonly KnownIncident[] }> = ({ props }) =>
  Response.json(props.own);
