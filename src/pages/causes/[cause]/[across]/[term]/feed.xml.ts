import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro';

import { site } from '../../../../../../site.config.ts';
import { buildAtomFeed } from '../../../../../outputs/feed.ts';
import { listCellFeeds } from '../../../../../site/incident-lists.ts';
import { loadCollection } from '../../../../../site/postmortems.ts';

export const getStaticPaths = (async () =>
  listCellFeeds(await loadCollection())) satisfies GetStaticPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props: { title, path, postmortems } }) =>
  new Response(buildAtomFeed(`${site.name}: ${title}`, `${path}feed.xml`, postmortems));
