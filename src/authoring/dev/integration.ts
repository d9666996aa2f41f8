import { sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import type { AstroIntegration, HookParameters } from 'astro';

import type { Fault } from '../../model/fault.ts';
import {
  deliveryOptions,
  faultsInWords,
  type Delivery,
} from '../../content/read/content-loader.ts';
import { createContentReader, type ReadContent } from '../../content/read/read-content.ts';
import { writeEditorFiles } from './editor-files.ts';
import { askForFaults, faultsFound } from './fault-messages.ts';

/** Editors write a file in several steps, so it waits until they are done. */
const settleMilliseconds = 50;

/** What `npm run dev` has beyond the site itself: the faults of the content on every page. A build has nothing of it. */
export function authoring(): AstroIntegration {
  let root = '';
  return {
    name: 'authoring',
    hooks: {
      'astro:config:setup': ({ command, config, injectScript, updateConfig }) => {
        if (command !== 'dev') return;
        const panel = fileURLToPath(new URL('./fault-panel.ts', import.meta.url));
        injectScript('page', `import ${JSON.stringify(panel)};`);
        updateConfig({ vite: { plugins: [fontsBelow(config.base)] } });
      },

      'astro:config:done': ({ config }) => {
        root = fileURLToPath(config.root);
      },

      'astro:server:setup': ({ server, logger, refreshContent }) => {
        const readContent = createContentReader();
        let faults: readonly Fault[] = [];
        const read = async () => {
          const read = await readContent(root);
          faults = read.faults;
          server.ws.send(faultsFound, faults);
          writeEditorFiles(root, read.content.vocabulary);
          return read;
        };
        const readChange = async () => {
          const change = await read();
          if (faults.length > 0) logger.error(faultsInWords(faults));
          if (refreshContent) await deliver(change, refreshContent);
        };
        const log = (error: unknown) => logger.error(String(error));
        let done = Promise.resolve();
        let timer: NodeJS.Timeout | undefined;
        server.watcher.on('all', (_event, path) => {
          if (!path.startsWith(`${root}content${sep}`)) return;
          clearTimeout(timer);
          timer = setTimeout(() => {
            done = done.then(readChange).catch(log);
          }, settleMilliseconds);
        });
        server.ws.on(askForFaults, () => server.ws.send(faultsFound, faults));
        void read().catch(log);
      },
    },
  };
}

type RefreshContent = NonNullable<HookParameters<'astro:server:setup'>['refreshContent']>;

/** Astro looks at its own configuration after each change, and drops what is delivered meanwhile. */
async function deliver(read: ReadContent, refreshContent: RefreshContent): Promise<void> {
  const delivery: Delivery = { read, isTaken: false };
  for (let attempt = 0; attempt < 200; attempt += 1) {
    await refreshContent(deliveryOptions(delivery));
    if (delivery.isTaken) return;
    await delay(25);
  }
  throw new Error(
    'Astro does not take the changed content. Stop "npm run dev" and start it again.',
  );
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
