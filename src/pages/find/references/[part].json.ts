import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { loadCollection } from '../../../site/postmortems.ts';
import { referenceParts } from '../../../find/words/reference-parts.ts';
import { referencesOf } from '../../../find/words/references.ts';

export async function getStaticPaths() {
  const { postmortems } = await loadCollection();
  return referenceParts(referencesOf(postmortems)).map((part, index) => ({
    params: { part: String(index) },
    props: part,
  }));
}

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

/** A part of /references.json, for the pages. */
export const GET: APIRoute<Props> = ({ props }) => Response.json(props);
