import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { vegaLiteSpec } from '../../../../charts/vega-lite.ts';
import { noticeSpec } from '../../../../outputs/redirect-outputs.ts';
import { chartPaths } from '../../../../site/routes.ts';

export const getStaticPaths = chartPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props }) =>
  Response.json(
    'chart' in props
      ? vegaLiteSpec(props.chart.model, props.chart.caption)
      : noticeSpec(props.notice),
  );
