import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro';

import { site } from '../../../../../../site.config.ts';
import { atomOf } from '../../../../../feed.ts';
import { cellFeedsOf } from '../../../../../list-feeds.ts';
import { loadCollection } from '../../../../../postmortems.ts';

export const getStaticPaths = (async () =>
  cellFeedsOf(await loadCollection())) satisfies GetStaticPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props: { title, path, postmortems } }) =>
  new Response(atomOf(`${site.name}: ${title}`, `${path}feed.xml`, postmortems));
