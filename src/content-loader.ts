import { fileURLToPath } from 'node:url';

import { AstroError } from 'astro/errors';
import type { Loader, LoaderContext } from 'astro/loaders';

import type { Content } from './content.ts';
import { formatFault, type Fault } from './fault.ts';
import { readContent, type ReadContent } from './read-content.ts';

/** What goes into a collection: an id and plain data. */
export interface Stored {
  readonly id: string;
  readonly data: object;
}

/**
 * Gives loaders that share one reading of the content, which is checked while it is read and not again. A build fails with
 * all faults in one message. While writing, faults are logged, and pages keep the last content that had none.
 */
export function createContentLoaders(): (
  select: (content: Content) => readonly Stored[],
) => Loader {
  let read: Promise<ReadContent> | undefined;
  let loaders = 0;
  const taken = new Set<string>();
  // All collections load together. When each has its part, the reading is forgotten; whoever asks again begins the next.
  const readFor = (context: LoaderContext): Promise<ReadContent> => {
    if (!read || taken.has(context.collection)) {
      read = readOnce(context);
      taken.clear();
    }
    const current = read;
    taken.add(context.collection);
    if (taken.size === loaders) read = undefined;
    return current;
  };

  return (select) => {
    loaders += 1;
    const load = async (context: LoaderContext) => {
      const { content, faults } = await readFor(context);
      const isEmpty = context.store.keys().length === 0;
      if (faults.length === 0 || isEmpty) fill(context, select(content));
    };
    return {
      name: 'heaplore-content',
      async load(context) {
        await load(context);
        onChange(context, () => load(context));
      },
    };
  };
}

async function readOnce({ config, watcher, logger }: LoaderContext): Promise<ReadContent> {
  const read = await readContent(fileURLToPath(config.root));
  if (read.faults.length === 0) return read;
  if (!watcher) throw contentError(read.faults);
  const list = read.faults.map(formatFault).join('\n');
  logger.error(`Pages show the content as it was before these faults:\n${list}`);
  return read;
}

const hint = 'Mend the content; "npm run check" lists the same faults without a build.';

function contentError(faults: readonly Fault[]): AstroError {
  const error = new AstroError(
    `the content has faults:\n${faults.map(formatFault).join('\n')}`,
    hint,
  );
  error.name = 'ContentFaults';
  // A stack would show where the loader is, not where the fault is.
  error.stack = '';
  return error;
}

/** Puts entries into the store, unchanged ones excepted, and takes out what is gone. */
function fill(context: LoaderContext, entries: readonly Stored[]): void {
  const { store } = context;
  const ids = new Set(entries.map(({ id }) => id));
  for (const id of store.keys()) if (!ids.has(id)) store.delete(id);
  for (const { id, data } of entries) {
    const record: Record<string, unknown> = { ...data };
    store.set({ id, data: record, digest: context.generateDigest(record) });
  }
}

/** Editors write a file in several steps, so it waits until they are done. */
const settleMilliseconds = 100;

function onChange({ watcher, config }: LoaderContext, reload: () => Promise<void>): void {
  if (!watcher) return;
  const folder = fileURLToPath(new URL('content/', config.root));
  let timer: NodeJS.Timeout | undefined;
  watcher.add(folder);
  watcher.on('all', (_event, path) => {
    if (!path.startsWith(folder)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void reload(), settleMilliseconds);
  });
}
