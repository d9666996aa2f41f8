import { readFile } from 'node:fs/promises';

import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { chartsOf } from '../../charts/chart.ts';
import { incidentPaths } from '../../incident-routes.ts';
import { markdownOf } from '../../outputs.ts';

export const getStaticPaths = incidentPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = async ({ props: { postmortem, vocabulary } }) =>
  new Response(
    markdownOf(
      postmortem,
      chartsOf(postmortem, vocabulary),
      await readFile(postmortem.file, 'utf8'),
    ),
  );
