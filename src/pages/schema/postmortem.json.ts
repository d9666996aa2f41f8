import type { APIRoute } from 'astro';
import { z } from 'astro/zod';

import { absolute } from '../../addresses.ts';
import { loadCollection } from '../../postmortems.ts';
import { postmortemSchema } from '../../schema.ts';

/** JSON Schema of a postmortem's frontmatter, with this site's vocabulary as the permitted terms. */
export const GET: APIRoute = async () => {
  const { vocabulary } = await loadCollection();
  const schema = z.toJSONSchema(postmortemSchema(vocabulary), {
    io: 'input',
    unrepresentable: 'any',
  });
  return Response.json({
    $id: absolute('/schema/postmortem.json'),
    title: 'Postmortem',
    ...schema,
  });
};
