import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { absolute } from '../../../model/addresses.ts';
import { plainIndexSpec } from '../../../charts/index-plain-spec.ts';
import { indexChartPaths } from '../../../site/index-routes.ts';

export const getStaticPaths = indexChartPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props: { chart } }) =>
  Response.json(plainIndexSpec(chart.drawing, chart.says, absolute));
