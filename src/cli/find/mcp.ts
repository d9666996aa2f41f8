import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'astro/zod';

import { site } from '../../../site.config.ts';
import { readInputs } from '../../find/report/matcher.ts';
import { maxTextBytes } from '../../reports/read-report.ts';
import { matchSchema } from '../../outputs/match-schema.ts';
import { incidentName } from '../../model/paths.ts';
import { facets } from '../../model/vocabulary.ts';
import { CliError } from '../cli-error.ts';
import { foundJson, foundText, matchJson, matchText } from './find-text.ts';
import type { Knowledge } from './knowledge.ts';

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

const listedIncident = z.object({
  id: z.number(),
  name: z.string(),
  slug: z.string(),
  title: z.string(),
  summary: z.string(),
  url: z.string(),
  cause: z.string(),
  component: z.array(z.string()),
  fix: z.array(z.string()),
  fixed: z.array(z.string()).describe('The releases with the fix, each with its component.'),
  figure: z.string(),
  reported: z.string(),
});

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
      instructions: `${site.description} Somebody has a profiler report, a log or an error: call match with its text. Somebody describes a problem: call search. Read what fits with get, and cite incidents by their name and address.`,
    },
  );

  server.registerTool(
    'search',
    {
      title: 'Search incidents',
      description:
        'Finds memory incidents by words, function names and error messages, narrowed by facets. Without a query: all that pass the facets, newest first.',
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
        how: z
          .enum(['all', 'parts', 'some', 'nearest'])
          .describe(
            'How near the first comes to the query. all: it has everything. parts: it has the parts of an identifier, not joined. some: it has some of the words. nearest: it has so few of them that nothing fits well.',
          ),
        total: z.number().int(),
        incidents: z.array(listedIncident),
      },
    },
    async ({ query, limit, ...chosen }) => {
      const found = await (await knowledge()).search(query, chosen, limit);
      return {
        content: [textBlock(foundText(found))],
        structuredContent: { ...foundJson(found) },
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
        'Finds who had it before: give the text of a profiler report, an out-of-memory message, a stack trace or a log that holds one. No match is an honest answer.',
      annotations: readOnly,
      inputSchema: {
        report: z
          .string()
          .min(1)
          .max(20_000_000)
          .describe(
            'As the tool printed it, whole if possible; long lines and prefixes of a log may stay.',
          ),
      },
      outputSchema: matchSchema.shape,
    },
    async ({ report }) => {
      const inputs = await readInputs(
        [{ name: 'report', bytes: new TextEncoder().encode(report) }],
        { maxBytes: maxTextBytes },
      );
      const answer = await (await knowledge()).match(inputs);
      return {
        content: [textBlock(matchText(answer))],
        structuredContent: { ...matchJson(answer) },
      };
    },
  );

  return server;
}

const textBlock = (text: string) => ({ type: 'text' as const, text });
