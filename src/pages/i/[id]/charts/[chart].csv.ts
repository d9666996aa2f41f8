import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { csvOf } from '../../../../charts/chart.ts';
import { noticeCsv } from '../../../../outputs/redirect-outputs.ts';
import { chartPaths } from '../../../../site/routes.ts';

export const getStaticPaths = chartPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props }) =>
  new Response('chart' in props ? csvOf(props.chart) : noticeCsv(props.notice));
