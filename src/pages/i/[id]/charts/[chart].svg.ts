import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { drawChart } from '../../../../draw-charts.ts';
import { chartPaths } from '../../../../incident-routes.ts';

export const getStaticPaths = chartPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = async ({ props: { chart } }) =>
  new Response((await drawChart(chart)).file);
