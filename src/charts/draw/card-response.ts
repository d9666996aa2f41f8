import { drawCard } from './pool.ts';

/** A card for the browser. In a build it is still SVG: `drawnCards` draws all of them when every core is free to do so. */
export const cardResponse = async (svg: string): Promise<Response> =>
  new Response(import.meta.env.DEV ? await drawCard(svg) : svg);
