import { fileURLToPath } from 'node:url';

import type { AstroIntegration } from 'astro';

import { replaceByCard } from './pool.ts';

/** Draws the cards of a build. Pages need one core; once they are made, the cards get all of them. */
export function drawnCards(): AstroIntegration {
  return {
    name: 'cards',
    hooks: {
      'astro:build:done': async ({ assets, logger }) => {
        const cards = [...assets].flatMap(([route, files]) =>
          route.endsWith('/card.png') ? files : [],
        );
        await Promise.all(cards.map((file) => replaceByCard(fileURLToPath(file))));
        logger.info(`drew ${cards.length} cards`);
      },
    },
  };
}
