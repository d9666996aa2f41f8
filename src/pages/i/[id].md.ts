import { readFile } from 'node:fs/promises';

import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { absolute } from '../../model/addresses.ts';
import { chartsOf } from '../../charts/chart.ts';
import { formerMarkdownOf } from '../../outputs/former-outputs.ts';
import { renderIncidentMarkdown } from '../../outputs/incident-markdown.ts';
import { formerIncidentPaths, relatedIncidentPaths } from '../../site/routes.ts';

export const getStaticPaths = async () => [
  ...(await relatedIncidentPaths()),
  ...(await formerIncidentPaths()),
];

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = async ({ props }) => {
  if ('former' in props) return new Response(formerMarkdownOf(props.former));
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
