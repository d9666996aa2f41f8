import { fileURLToPath } from 'node:url';

import { AstroError } from 'astro/errors';
import type { Loader, LoaderContext } from 'astro/loaders';

import type { Content } from './content.ts';
import { formatFault, type Fault } from './fault.ts';
import { readContent } from './read-content.ts';

/** What goes into a collection: an id and plain data. */
export interface Stored {
  readonly id: string;
  readonly data: object;
}

type Read = Awaited<ReturnType<typeof readContent>>;

/**
 * Gives loaders that share one reading of the content, which is checked while it is read and not again. A build fails with
 * all faults in one message. While writing, faults are logged, and pages keep the last content that had none.
 */
export function createContentLoaders(): (
  select: (content: Content) => readonly Stored[],
) => Loader {
  let read: Promise<Read> | undefined;
  let taken = new Set<string>();
  // All collections load together. One that asks again begins the next reading.
  const readFor = (collection: string, root: string): Promise<Read> => {
    if (!read || taken.has(collection)) {
      read = readContent(root);
      taken = new Set();
    }
    taken.add(collection);
    return read;
  };

  return (select) => ({
    name: 'heaplore-content',
    async load(context) {
      const { collection, config, watcher } = context;
      const root = fileURLToPath(config.root);
      const { content, faults } = await readFor(collection, root);
      if (faults.length > 0 && !watcher) throw contentError(faults);
      const isFirst = context.store.keys().length === 0;
      const logsFaults = taken.values().next().value === collection;
      if (faults.length === 0 || isFirst) fill(context, select(content));
      if (logsFaults && faults.length > 0) logFaults(context, faults);
      onChange(context, async () => {
        const next = await readFor(collection, root);
        if (next.faults.length === 0) fill(context, select(next.content));
        else if (logsFaults) logFaults(context, next.faults);
      });
    },
  });
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

const logFaults = ({ logger }: LoaderContext, faults: readonly Fault[]) =>
  logger.error(
    `Pages show the content as it was before these faults:\n${faults.map(formatFault).join('\n')}`,
  );

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
const settleMilliseconds = 50;

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
