import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro';

import { site } from '../../../../site.config.ts';
import { termPath } from '../../../addresses.ts';
import { atomOf } from '../../../feed.ts';
import { loadCollection } from '../../../postmortems.ts';
import { termPagesOf } from '../../../term-pages.ts';

export const getStaticPaths = (async () =>
  termPagesOf(await loadCollection())) satisfies GetStaticPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props: { facet, term, postmortems } }) =>
  new Response(
    atomOf(`${site.name}: ${term.label}`, `${termPath(facet.path, term.id)}feed.xml`, postmortems),
  );
