import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { absolute } from '../../model/addresses.ts';
import { buildJsonSchema, outputSchemas } from '../../outputs/schemas.ts';

type Name = keyof typeof outputSchemas;

export const getStaticPaths = () =>
  (Object.keys(outputSchemas) as Name[]).map((name) => ({ params: { name }, props: { name } }));

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

/** JSON Schema of an output for machines. */
export const GET: APIRoute<Props> = ({ props: { name } }) => {
  const { of, says } = outputSchemas[name];
  return Response.json({
    $id: absolute(`/schema/${name}.json`),
    title: of,
    description: `${says[0]?.toUpperCase()}${says.slice(1)}.`,
    ...buildJsonSchema(name),
  });
};
