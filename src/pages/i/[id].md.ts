import { readFile } from 'node:fs/promises';

import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { absolute } from '../../addresses.ts';
import { chartsOf } from '../../charts/chart.ts';
import { formerMarkdownOf } from '../../permalinks/former-outputs.ts';
import { incidentMarkdown } from '../../outputs/incident-markdown.ts';
import { formerIncidentPaths } from '../../incident-routes.ts';
import { loadCollection } from '../../postmortems.ts';
import { createRelations } from '../../related.ts';

export const getStaticPaths = async () => [
  ...(await relatedIncidentPaths()),
  ...(await formerIncidentPaths()),
];

async function relatedIncidentPaths() {
  const collection = await loadCollection();
  const { postmortems, drafts, vocabulary } = collection;
  const relationsOf = createRelations(collection);
  return [...postmortems, ...drafts].map((postmortem) => ({
    params: { id: String(postmortem.data.id) },
    props: { postmortem, vocabulary, relations: relationsOf(postmortem) },
  }));
}

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = async ({ props }) => {
  if ('former' in props) return new Response(formerMarkdownOf(props.former));
  const { postmortem, vocabulary, relations } = props;
  return new Response(
    incidentMarkdown(postmortem, {
      mdx: await readFile(postmortem.file, 'utf8'),
      vocabulary,
      charts: chartsOf(postmortem, vocabulary),
      relations,
      absolute,
    }),
  );
};
