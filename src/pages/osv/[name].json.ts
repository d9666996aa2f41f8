import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { incidentName } from '../../model/addresses.ts';
import { formatOsvEntry } from '../../outputs/osv/osv-archive.ts';
import { buildOsvEntry } from '../../outputs/osv/osv-entry.ts';
import { pageKey } from '../../site/routes.ts';
import { loadCollection } from '../../site/postmortems.ts';

export async function getStaticPaths() {
  const { postmortems, digestOf } = await loadCollection();
  return postmortems.flatMap((postmortem) => {
    const entry = buildOsvEntry(postmortem);
    if (!entry) return [];
    return [
      {
        params: { name: incidentName(postmortem.data.id) },
        props: { entry },
        cacheKey: pageKey(digestOf(postmortem)),
      },
    ];
  });
}

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props }) =>
  new Response(formatOsvEntry(props.entry), { headers: { 'content-type': 'application/json' } });
