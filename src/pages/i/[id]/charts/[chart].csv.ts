import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { csvOf } from '../../../../charts/chart.ts';
import { chartPaths } from '../../../../incident-routes.ts';

export const getStaticPaths = chartPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props: { chart } }) => new Response(csvOf(chart));
