import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { plainSpec } from '../../../../charts/plain-spec.ts';
import { chartPaths } from '../../../../incident-routes.ts';

export const getStaticPaths = chartPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props: { chart } }) =>
  Response.json(plainSpec(chart.drawing, chart.says));
