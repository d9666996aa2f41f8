import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro';

import { site } from '../../../../../../site.config.ts';
import { atomOf } from '../../../../../outputs/feed.ts';
import { cellFeedsOf } from '../../../../../site/list-feeds.ts';
import { loadCollection } from '../../../../../site/postmortems.ts';

export const getStaticPaths = (async () =>
  cellFeedsOf(await loadCollection())) satisfies GetStaticPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props: { title, path, postmortems } }) =>
  new Response(atomOf(`${site.name}: ${title}`, `${path}feed.xml`, postmortems));
