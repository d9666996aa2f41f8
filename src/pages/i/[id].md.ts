import { readFile } from 'node:fs/promises';

import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { absolute } from '../../model/addresses.ts';
import { chartsOf } from '../../charts/chart.ts';
import { redirectMarkdown } from '../../outputs/redirect-outputs.ts';
import { renderIncidentMarkdown } from '../../outputs/incident-markdown.ts';
import { redirectIncidentPaths, relatedIncidentPaths } from '../../site/routes.ts';

export const getStaticPaths = async () => [
  ...(await relatedIncidentPaths()),
  ...(await redirectIncidentPaths()),
];

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = async ({ props }) => {
  if ('redirectPage' in props) return new Response(redirectMarkdown(props.redirectPage));
  const { postmortem, vocabulary, relations } = props;
  return new Response(
    renderIncidentMarkdown(postmortem, {
      mdx: await readFile(postmortem.file, 'utf8'),
      vocabulary,
      charts: chartsOf(postmortem, vocabulary),
      relations,
      absolute,
    }),
  );
};
