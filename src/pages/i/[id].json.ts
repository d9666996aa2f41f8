import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { chartsOf } from '../../charts/chart.ts';
import { incidentPaths } from '../../incident-routes.ts';
import { postmortemJsonOf } from '../../outputs.ts';

export const getStaticPaths = incidentPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props: { postmortem, vocabulary } }) =>
  Response.json(postmortemJsonOf(postmortem, chartsOf(postmortem, vocabulary)));
