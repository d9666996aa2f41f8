import { readFile } from 'node:fs/promises';

import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { chartsOf } from '../../charts/chart.ts';
import { formerMarkdownOf } from '../../former-outputs.ts';
import { formerIncidentPaths, incidentPaths } from '../../incident-routes.ts';
import { markdownOf } from '../../outputs.ts';

export const getStaticPaths = async () => [
  ...(await incidentPaths()),
  ...(await formerIncidentPaths()),
];

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = async ({ props }) => {
  if ('former' in props) return new Response(formerMarkdownOf(props.former));
  const { postmortem, vocabulary } = props;
  return new Response(
    markdownOf(
      postmortem,
      chartsOf(postmortem, vocabulary),
      await readFile(postmortem.file, 'utf8'),
    ),
  );
};
