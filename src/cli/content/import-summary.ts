import type { Addition, ReportFile } from '../../authoring/import/addition.ts';
import { formatSecret } from '../../content/secrets/find-secrets.ts';
import { findOpenPoints } from '../../content/open-points.ts';
import type { Target } from './import-target.ts';

/** What was written, replaced and left out, and what to do next. */
export function formatSummary(
  addition: Addition,
  files: readonly ReportFile[],
  target: Target,
  text: string,
): string {
  const { measurements, improvement, evidence, tables, replaced, omitted } = addition;
  const unread = files.filter(({ read }) => read.unread.length > 0);
  const open = findOpenPoints(target.file, text).length;
  return [
    target.file,
    ...measurements.map(({ kind, id, label }) => `  ${kind.padEnd(12)}${id}: ${label}`),
    ...improvement.map(
      ({ id, before, after, unit }) => `  improvement ${id}: ${before} to ${after} ${unit}`,
    ),
    ...evidence.map(
      ({ tool, frames = [], notable = [] }) =>
        `  evidence    ${tool}: ${frames.length} frames, ${notable.length} lines`,
    ),
    ...tables.map(({ name }) => `  data        ${name}`),
    ...listed(
      'Replaced, so that it is not published:',
      replaced.map(
        ({ file, line, secret }) =>
          `${file}${line === undefined ? '' : `:${line}`}  ${formatSecret(secret)} is ${secret.placeholder} now`,
      ),
    ),
    ...listed('Left out:', [
      ...omitted,
      ...unread.map(
        ({ name, read }) =>
          `${name}: ${read.unread.length} lines were not read, the first is line ${read.unread[0]?.number ?? 1}.`,
      ),
    ]),
    '',
    `Next: move each tag to where the text speaks of it, say under tools what ${toolsIn(evidence)} did for the search,`,
    `and answer the ${open} open points: npm run check`,
  ].join('\n');
}

const toolsIn = (evidence: Addition['evidence']): string =>
  [...new Set(evidence.map(({ tool }) => tool))].join(' and ') || 'the tool';

const listed = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
