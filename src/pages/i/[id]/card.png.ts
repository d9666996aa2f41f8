import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { site } from '../../../../site.config.ts';
import { incidentName } from '../../../addresses.ts';
import { incidentCard } from '../../../cards/card.ts';
import { cardResponse } from '../../../drawing/card-response.ts';
import { incidentPaths } from '../../../incident-routes.ts';

export const getStaticPaths = incidentPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props: { postmortem, vocabulary } }) => {
  const frame = { site: site.name, name: incidentName(postmortem.data.id) };
  return cardResponse(incidentCard(postmortem, vocabulary, frame));
};
