/** The language server that editors run for Astro projects, asked as an editor asks it. */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { z } from 'astro/zod';

export interface EditorFault {
  readonly message: string;
  /** Counts from 0. */
  readonly line: number;
}

export interface LanguageServer {
  faults(file: string, text: string): Promise<EditorFault[]>;
  /** What an editor shows over a word, where that first stands. */
  hover(file: string, text: string, word: string): Promise<string>;
  /** The words offered behind a text, sorted. */
  completions(file: string, text: string, behind: string): Promise<string[]>;
  /** What an editor tells when a file on disk changed. */
  changed(file: string): void;
  stop(): void;
}

const message = z.object({
  id: z.number().optional(),
  method: z.string().optional(),
  result: z.unknown().optional(),
  error: z.unknown().optional(),
});
const diagnostics = z.object({
  items: z.array(
    z.object({ message: z.string(), range: z.object({ start: z.object({ line: z.number() }) }) }),
  ),
});
const hovered = z.object({ contents: z.object({ value: z.string() }) });
const completed = z.object({ items: z.array(z.object({ label: z.string() })) });

/** Starts it for the folder that is open in the editor, with frontmatter switched on as .vscode/settings.json does. */
export async function startLanguageServer(root: string): Promise<LanguageServer> {
  const packages = join(import.meta.dirname, '../../node_modules');
  const { ask, tell, stop } = connect(join(packages, '@astrojs/language-server/bin/nodeServer.js'));
  const address = (file: string) => pathToFileURL(join(root, file)).href;
  await ask('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(root).href,
    workspaceFolders: [{ uri: pathToFileURL(root).href, name: 'heaplore' }],
    capabilities: {
      textDocument: { diagnostic: {}, hover: { contentFormat: ['markdown'] } },
      workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
    },
    initializationOptions: {
      typescript: { tsdk: join(packages, 'typescript/lib') },
      contentIntellisense: true,
    },
  });
  tell('initialized', {});

  let opened = 0;
  const askAbout = async (method: string, file: string, text: string, offset = 0) => {
    const textDocument = { uri: address(file) };
    tell('textDocument/didOpen', {
      textDocument: { ...textDocument, languageId: 'mdx', version: ++opened, text },
    });
    const answer = await ask(method, { textDocument, position: positionAt(text, offset) });
    tell('textDocument/didClose', { textDocument });
    return answer;
  };
  return {
    faults: async (file, text) =>
      diagnostics
        .parse(await askAbout('textDocument/diagnostic', file, text))
        .items.map(({ message, range }) => ({ message, line: range.start.line })),
    hover: async (file, text, word) => {
      const inside = text.indexOf(word) + 1;
      return hovered.parse(await askAbout('textDocument/hover', file, text, inside)).contents.value;
    },
    completions: async (file, text, behind) => {
      const offset = text.indexOf(behind) + behind.length;
      return completed
        .parse(await askAbout('textDocument/completion', file, text, offset))
        .items.map(({ label }) => label)
        .toSorted();
    },
    changed: (file) =>
      tell('workspace/didChangeWatchedFiles', { changes: [{ uri: address(file), type: 2 }] }),
    stop,
  };
}

function positionAt(text: string, offset: number): { line: number; character: number } {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** Messages of the Language Server Protocol over standard input and output: a header with the length, then JSON. */
function connect(program: string) {
  const server = spawn(process.execPath, [program, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = new Map<number, (answer: z.output<typeof message>) => void>();
  const send = (content: object) => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...content });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  let unread = Buffer.alloc(0);
  server.stdout.on('data', (chunk: Buffer) => {
    unread = Buffer.concat([unread, chunk]);
    for (;;) {
      const length = Number(/^Content-Length: (\d+)\r\n/i.exec(unread.toString('latin1'))?.[1]);
      const start = unread.indexOf('\r\n\r\n') + 4;
      if (start < 4 || unread.length < start + length) return;
      const read = message.parse(JSON.parse(unread.toString('utf8', start, start + length)));
      unread = unread.subarray(start + length);
      if (read.id === undefined) continue;
      // A question to the editor, such as for its settings: there are none.
      if (read.method !== undefined) send({ id: read.id, result: null });
      else answers.get(read.id)?.(read);
    }
  });
  let asked = 0;
  return {
    tell: (method: string, params: object) => send({ method, params }),
    ask: (method: string, params: object) =>
      new Promise<unknown>((resolve, reject) => {
        const id = ++asked;
        answers.set(id, ({ result, error }) =>
          error === undefined ? resolve(result) : reject(new Error(JSON.stringify(error))),
        );
        send({ id, method, params });
      }),
    stop: () => void server.kill(),
  };
}
