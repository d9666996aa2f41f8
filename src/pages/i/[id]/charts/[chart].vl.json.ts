import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { chartPaths } from '../../../../incident-routes.ts';

export const getStaticPaths = chartPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props: { chart } }) => Response.json(chart.spec);
