import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { incidentPaths } from '../../../site/routes.ts';

/** The images that the bodies of postmortems show, beside their pages. */
export async function getStaticPaths() {
  return (await incidentPaths()).flatMap(({ params, props: { postmortem } }) =>
    postmortem.body.images.map((image) => ({
      params: { ...params, image },
      props: { file: join(dirname(postmortem.file), image) },
    })),
  );
}

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = async ({ props: { file } }) =>
  new Response(await readFile(file));
