import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { drawChart } from '../../../../charts/draw/pool.ts';
import { noticeSvg } from '../../../../outputs/redirect-outputs.ts';
import { chartPaths } from '../../../../site/routes.ts';

export const getStaticPaths = chartPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = async ({ props }) =>
  new Response('chart' in props ? (await drawChart(props.chart)).file : noticeSvg(props.notice));
