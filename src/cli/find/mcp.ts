import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'astro/zod';

import { site } from '../../../site.config.ts';
import type { InputFile } from '../../find/report/read-inputs.ts';
import {
  howSchema,
  listedIncidentSchema,
  matchSchema,
  otherAnswerSchema,
} from '../../outputs/match-schema.ts';
import { incidentName } from '../../model/paths.ts';
import { facets } from '../../model/vocabulary.ts';
import { CliError } from '../cli-error.ts';
import type { Findings } from './findings.ts';
import { findJson, searchJson, type Limits } from './find-json.ts';
import { findText, foundText } from './find-text.ts';
import { QuestionError, type Knowledge } from './knowledge.ts';
import { readInputFile } from './read-input-file.ts';

/**
 * Serves the knowledge base to agents over the Model Context Protocol: requests come on standard input, and standard output
 * carries nothing but answers. Ends when its client does. Content that is changed later is seen after a restart.
 */
export async function mcp(
  args: readonly string[],
  openKnowledge: () => Promise<Knowledge>,
): Promise<number> {
  if (args.length > 0) throw new CliError('mcp takes no arguments: a client starts it.', 2);
  // The first question is answered sooner if reading begins at once; a failure is told to whoever asks.
  const knowledge = openKnowledge();
  knowledge.catch(() => undefined);
  const server = createServer(() => knowledge);
  const closed = new Promise<void>((resolve) => {
    server.server.onclose = resolve;
    process.stdin.once('end', resolve);
  });
  await server.connect(new StdioServerTransport());
  await closed;
  await server.close();
  return 0;
}

const readOnly = { readOnlyHint: true, openWorldHint: false } as const;

const facetInputs = Object.fromEntries(
  facets.map(({ key, label }) => [
    key,
    z
      .array(z.string())
      .max(50)
      .optional()
      .describe(`${label}: ids of terms, any of them. An unknown id is answered with the known.`),
  ]),
);

function createServer(knowledge: () => Promise<Knowledge>): McpServer {
  const server = new McpServer(
    { name: site.name.toLowerCase(), title: site.name, version: '1.0.0' },
    {
      instructions: `${site.description} There is a report, a log, an error with its stack or a lock file: call match, with path if it is a file. There is only a description, a function name or an error in words: call search. Read what fits with get before you advise, say which tier a match has, and cite incidents by name and url.`,
    },
  );

  server.registerTool(
    'search',
    {
      title: 'Search incidents',
      description:
        'Finds known memory incidents (leaks, out-of-memory, growth) by symptom, component, function name, error message or the address of an issue, in words; and the causes and guides that explain it. Narrowed by facets. Without a query: all that pass the facets, newest first. For the output of a tool use match.',
      annotations: readOnly,
      inputSchema: {
        query: z
          .string()
          .max(1000)
          .default('')
          .describe(
            'A few words, a function name or an error message. In quotes: exactly so. -word: without it. language:rust: of this facet.',
          ),
        ...facetInputs,
        limit: z.number().int().min(1).max(50).default(10),
      },
      outputSchema: {
        how: howSchema,
        total: z.number().int(),
        incidents: z.array(listedIncidentSchema),
        answers: z.array(otherAnswerSchema).describe('Causes, guides and other pages that answer.'),
      },
    },
    async ({ query, limit, ...chosen }) => {
      const found = await (await knowledge()).search(query, chosen, limit);
      return {
        content: [textBlock(foundText(found))],
        structuredContent: { ...searchJson(found) },
      };
    },
  );

  server.registerTool(
    'get',
    {
      title: 'Read an incident',
      description:
        'One incident in full as Markdown: symptoms, commands that confirm it, affected versions and the release with the fix, workaround, facts, cause, evidence, charts as tables, measured improvement, lessons, related incidents, sources.',
      annotations: readOnly,
      inputSchema: {
        incident: z
          .union([z.string().min(1).max(2000), z.number().int().positive()])
          .describe(
            `${incidentName(42)}, the number, the address of its page, or of an issue or pull request about it.`,
          ),
      },
    },
    async ({ incident }) => ({
      content: [textBlock(await (await knowledge()).get(String(incident)))],
    }),
  );

  server.registerTool(
    'match',
    {
      title: 'Match a report',
      description:
        'Give the output of a profiler, an out-of-memory message, a stack trace, a log, a table of memory over time, or a lock file: as text, or as the path of a file on this machine. Tells which known incidents are like it and why, what such a report usually means, and which command would tell more. No match is an honest answer; `nearest` then has incidents that only share words with it. Several files of one program are best matched together, as paths.',
      annotations: readOnly,
      inputSchema: {
        text: z
          .string()
          .min(1)
          .max(20_000_000)
          .optional()
          .describe(
            'As the tool printed it, whole if possible; long lines and prefixes of a log may stay.',
          ),
        path: z
          .union([z.string().min(1).max(4096), z.array(z.string().min(1).max(4096)).min(1).max(20)])
          .optional()
          .describe(
            'The file instead, or several of one program. Any format, binary and compressed ones too: heap dumps, pprof, heaptrack. Relative paths start where the server runs.',
          ),
        report: z.string().min(1).max(20_000_000).optional().describe('The same as text.'),
      },
      outputSchema: matchSchema.shape,
    },
    async ({ text, path, report }) => {
      const given = [text, report].flatMap((one) => one ?? []);
      if (given.length === 0 && path === undefined)
        throw new QuestionError('Give the report: "text" with its text, or "path" with the file.');
      const files: InputFile[] = given.map((one) => ({
        name: 'the text',
        bytes: new TextEncoder().encode(one),
      }));
      for (const name of [path ?? []].flat()) files.push(await readInputFile(name));
      const findings = await (await knowledge()).ask({ files, text: '' });
      return fitAnswer(findings);
    },
  );

  return server;
}

const textBlock = (text: string) => ({ type: 'text' as const, text });

/** So many bytes an answer may have in all: an agent has to read it. */
const maxAnswerBytes = 8000;

/** From more to less. */
const levels: readonly Limits[] = [
  { reports: 6, facts: 10, rows: 3, curves: 3, matches: 8, reasons: 4, unread: 3, characters: 120 },
  { reports: 3, facts: 8, rows: 3, curves: 2, matches: 5, reasons: 3, unread: 2, characters: 90 },
  { reports: 2, facts: 6, rows: 2, curves: 1, matches: 3, reasons: 2, unread: 1, characters: 60 },
  { reports: 1, facts: 3, rows: 1, curves: 1, matches: 3, reasons: 1, unread: 0, characters: 40 },
];

/** The fullest answer that is not too long. */
function fitAnswer(findings: Findings) {
  const [first, ...rest] = levels.map((limits) => () => ({
    content: [textBlock(findText(findings, limits))],
    structuredContent: { ...findJson(findings, limits) },
  }));
  const isShort = (answer: object) => Buffer.byteLength(JSON.stringify(answer)) <= maxAnswerBytes;
  let answer = first?.() ?? { content: [], structuredContent: {} };
  for (const next of rest) {
    if (isShort(answer)) break;
    answer = next();
  }
  return answer;
}
