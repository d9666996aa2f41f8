import type { APIRoute } from 'astro';

import { absolute } from '../../model/addresses.ts';
import { loadCollection } from '../../site/postmortems.ts';
import { frontmatterSchema } from '../../authoring/frontmatter-schemas.ts';

/** JSON Schema of a postmortem's frontmatter, with this site's vocabulary as the permitted terms. */
export const GET: APIRoute = async () => {
  const { vocabulary } = await loadCollection();
  return Response.json({
    $id: absolute('/schema/postmortem.json'),
    title: 'Postmortem',
    ...frontmatterSchema('postmortems', vocabulary),
  });
};
