import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { incidentPaths } from '../../../site/routes.ts';
import { buildOembed } from '../../../outputs/linked-data.ts';

export const getStaticPaths = incidentPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props: { postmortem } }) =>
  Response.json(buildOembed(postmortem.data));
