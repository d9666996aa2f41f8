#!/usr/bin/env node
/** The command of the npm package. It answers from the data in the package, and needs no network. */

import { readFile } from 'node:fs/promises';

import { runProcess, type Command } from '../commands.ts';
import type { Content } from '../../model/content.ts';
import type { Knowledge } from '../find/knowledge.ts';

/** Put in by the package's build. */
declare const PACKAGE_VERSION: string;

/** What `knowledge.json` beside this file holds. */
export interface BundledKnowledge {
  /** Without the blocks, images and tables of the incidents, which only pages need. */
  readonly content: Content;
  /** Each incident in full, by id. */
  readonly markdown: Readonly<Record<number, string>>;
}

async function readKnowledge(): Promise<BundledKnowledge> {
  const text = await readFile(new URL('knowledge.json', import.meta.url), 'utf8');
  return JSON.parse(text) as BundledKnowledge;
}

async function openKnowledge(): Promise<Knowledge> {
  const { createKnowledge } = await import('../find/knowledge.ts');
  const { content, markdown } = await readKnowledge();
  return createKnowledge({ content, markdown: (id) => Promise.resolve(markdown[id] ?? '') });
}

const findIncidents =
  (name: string): Command['run'] =>
  async (args, { write }) =>
    (await import('../find/find.ts')).find(args, {
      write,
      invocation: `heaplore ${name}`,
      openKnowledge,
      isTerminal: process.stdin.isTTY,
    });

await runProcess({
  title: `Heaplore ${PACKAGE_VERSION}: finds known memory incidents.`,
  invocation: (name) => `heaplore ${name}`,
  commands: {
    find: {
      does: 'find incidents for reports and logs (FILE ..., or standard input) or for words; --json for machines',
      run: findIncidents('find'),
    },
    match: { does: 'the same as find', run: findIncidents('match') },
    affected: {
      does: 'list the incidents that touch the versions in lock files and bills of materials (FILE or FOLDER, or the current folder); --json, --sarif',
      run: async (args, output) =>
        (await import('../affected/affected.ts')).affected(args, {
          ...output,
          invocation: 'heaplore affected',
          openIncidents: async () => {
            const { buildPackageIncidents } = await import('../../affected/known-packages.ts');
            return buildPackageIncidents((await readKnowledge()).content);
          },
        }),
    },
    mcp: {
      does: 'serve the incidents to agents (Model Context Protocol, started by a client)',
      run: async (args) => (await import('../find/mcp.ts')).mcp(args, openKnowledge),
    },
    '--version': {
      does: 'print the version',
      run: (_, { write }) => {
        write(`${PACKAGE_VERSION}\n`);
        return Promise.resolve(0);
      },
    },
  },
});
