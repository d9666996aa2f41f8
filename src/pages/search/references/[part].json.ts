import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { loadCollection } from '../../../site/postmortems.ts';
import { referencesOf, splitReferences } from '../../../find/words/references.ts';

export async function getStaticPaths() {
  const { postmortems } = await loadCollection();
  return splitReferences(referencesOf(postmortems)).map((part, index) => ({
    params: { part: String(index) },
    props: part,
  }));
}

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

/** A part of /references.json, for the search. */
export const GET: APIRoute<Props> = ({ props }) => Response.json(props);
