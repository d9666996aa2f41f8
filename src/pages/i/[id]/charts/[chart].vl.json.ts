import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { plainSpec } from '../../../../charts/plain-spec.ts';
import { noticeSpec } from '../../../../outputs/former-outputs.ts';
import { chartPaths } from '../../../../site/incident-routes.ts';

export const getStaticPaths = chartPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props }) =>
  Response.json(
    'chart' in props ? plainSpec(props.chart.drawing, props.chart.says) : noticeSpec(props.notice),
  );
