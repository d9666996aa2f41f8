import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { indexCsv } from '../../../charts/index-chart.ts';
import { indexChartPaths } from '../../../site/routes.ts';

export const getStaticPaths = indexChartPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props: { chart } }) => new Response(indexCsv(chart));
