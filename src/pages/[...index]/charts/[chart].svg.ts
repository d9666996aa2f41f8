import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { drawChart } from '../../../drawing/pool.ts';
import { indexChartPaths } from '../../../root-cause-index/index-routes.ts';

export const getStaticPaths = indexChartPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = async ({ props: { chart } }) =>
  new Response((await drawChart(chart)).file);
