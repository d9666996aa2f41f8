import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro';

import { site } from '../../../../../../site.config.ts';
import { causeCellPath } from '../../../../../addresses.ts';
import { acrossFacet, cellPagesOf, cellTitle } from '../../../../../cause-cells.ts';
import { atomOf } from '../../../../../feed.ts';
import { loadCollection } from '../../../../../postmortems.ts';

export const getStaticPaths = (async () =>
  cellPagesOf(await loadCollection())) satisfies GetStaticPaths;

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props: { cell } }) => {
  const path = causeCellPath(cell.cause.id, acrossFacet(cell.across).path, cell.term.id);
  return new Response(
    atomOf(`${site.name}: ${cellTitle(cell)}`, `${path}feed.xml`, cell.postmortems),
  );
};
