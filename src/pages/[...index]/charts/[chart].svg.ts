import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { drawChart } from '../../../charts/draw/pool.ts';
import { indexChartPaths } from '../../../site/routes.ts';

export const getStaticPaths = indexChartPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = async ({ props: { chart } }) =>
  new Response((await drawChart(chart)).file);
