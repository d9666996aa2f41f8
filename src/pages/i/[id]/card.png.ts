import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { site } from '../../../../site.config.ts';
import { incidentName } from '../../../addresses.ts';
import { incidentCard } from '../../../cards/card.ts';
import { drawCard } from '../../../draw-card.ts';
import { incidentPaths } from '../../../incident-routes.ts';

export const getStaticPaths = incidentPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = async ({ props: { postmortem, vocabulary } }) => {
  const frame = { site: site.name, name: incidentName(postmortem.data.id) };
  return new Response(await drawCard(incidentCard(postmortem, vocabulary, frame)));
};
