import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { site } from '../../../../site.config.ts';
import { incidentName } from '../../../model/addresses.ts';
import { incidentCard } from '../../../charts/cards/card.ts';
import { cardResponse } from '../../../charts/draw/card-response.ts';
import { incidentPaths } from '../../../site/routes.ts';

export const getStaticPaths = incidentPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props: { postmortem, vocabulary } }) => {
  const frame = { site: site.name, name: incidentName(postmortem.data.id) };
  return cardResponse(incidentCard(postmortem, vocabulary, frame));
};
