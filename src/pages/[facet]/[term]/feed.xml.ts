import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro';

import { site } from '../../../../site.config.ts';
import { atomOf } from '../../../feeds/feed.ts';
import { termFeedsOf } from '../../../feeds/list-feeds.ts';
import { loadCollection } from '../../../postmortems.ts';

export const getStaticPaths = (async () =>
  termFeedsOf(await loadCollection())) satisfies GetStaticPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props: { title, path, postmortems } }) =>
  new Response(atomOf(`${site.name}: ${title}`, `${path}feed.xml`, postmortems));
