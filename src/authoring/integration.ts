import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { AstroIntegration } from 'astro';

import type { Fault } from '../fault.ts';
import { createContentReader } from '../reading/read-content.ts';
import { writeEditorFiles } from './editor-files.ts';
import { askForFaults, faultsFound } from './messages.ts';

/** Editors write a file in several steps, so it waits until they are done. */
const settleMilliseconds = 50;

/** What `npm run dev` has beyond the site itself: the faults of the content on every page. A build has nothing of it. */
export function authoring(): AstroIntegration {
  let root = process.cwd();
  return {
    name: 'authoring',
    hooks: {
      'astro:config:setup': ({ command, config, injectScript, updateConfig }) => {
        if (command !== 'dev') return;
        const panel = fileURLToPath(new URL('fault-panel.ts', import.meta.url));
        injectScript('page', `import ${JSON.stringify(panel)};`);
        updateConfig({ vite: { plugins: [fontsBelow(config.base)] } });
      },

      'astro:config:done': ({ config }) => {
        root = fileURLToPath(config.root);
      },

      'astro:server:setup': ({ server, logger }) => {
        const readContent = createContentReader();
        let faults: readonly Fault[] = [];
        const read = async () => {
          const read = await readContent(root);
          faults = read.faults;
          server.ws.send(faultsFound, faults);
          writeEditorFiles(root, read.content.vocabulary);
        };
        const readAgain = () => void read().catch((error: unknown) => logger.error(String(error)));
        let timer: NodeJS.Timeout | undefined;
        server.watcher.on('all', (_event, path) => {
          if (!path.startsWith(`${root}content${sep}`)) return;
          clearTimeout(timer);
          timer = setTimeout(readAgain, settleMilliseconds);
        });
        server.ws.on(askForFaults, () => server.ws.send(faultsFound, faults));
        readAgain();
      },
    },
  };
}

/** In development styles are inlined, and the addresses in them do not get the base path. */
function fontsBelow(base: string) {
  const folder = `${base.replace(/\/$/, '')}/fonts/`;
  return {
    name: 'fonts-below-base',
    enforce: 'pre' as const,
    transform: (code: string, id: string) =>
      /\/styles\/tokens\.css/.test(id)
        ? code.replaceAll("url('/fonts/", `url('${folder}`)
        : undefined,
  };
}
