import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { folderSize } from './folder-size.ts';
import { reportTerms } from '../../src/find/report/match-catalogue.ts';
import { buildMatchIndex } from '../../src/match/match-index.ts';
import { matchReports } from '../../src/match/match.ts';
import { buildSignature } from '../../src/match/signature.ts';
import { readContent } from '../../src/content/read/read-content.ts';
import { readReports } from '../../src/reports/read-report.ts';
import { report } from '../published/match-report.ts';
import { pastesFolder } from '../published/published.ts';
import {
  figureHeads,
  figureRows,
  rankQuestions,
  readQuestions,
} from '../published/questions/measure-questions.ts';
import { writeCorpus } from './corpus.ts';
import { measurePeer, peers } from './peers.ts';
import { copyProject, measure, type Cost } from './project.ts';
import { measureSearch } from './search.ts';

/**
 * `npm run bench` measures builds of 100, 1,000 and 10,000 postmortems, and the peers with the same postmortems up to 1,000.
 * `npm run bench -- 100` measures only that many. Writes tests/bench/RESULTS.md where all sizes were measured.
 */
const root = join(import.meta.dirname, '../..');
const folder = join(root, '.cache/bench');
const allSizes = [100, 1000, 10_000];
/** Peers take minutes and gigabytes beyond this. */
const largestForPeers = 1000;

const asked = process.argv.slice(2).map(Number);
if (asked.some((size) => !Number.isInteger(size) || size < 1)) {
  process.stderr.write(
    'bench takes numbers of postmortems, such as "npm run bench -- 100 1000".\n',
  );
  process.exit(2);
}
const sizes = asked.length > 0 ? asked : allSizes;

const sections: string[] = [await measureFinding()];
for (const size of sizes) sections.push(await measureSize(size));
const text = `${head()}\n${sections.join('\n')}`;
process.stdout.write(text);
if (asked.length === 0) await writeFile(join(import.meta.dirname, 'RESULTS.md'), text);

async function measureSize(size: number): Promise<string> {
  const project = join(folder, String(size));
  say(`${size} postmortems`);
  await copyProject(root, project);
  await writeCorpus(join(root, 'content'), join(project, 'content'), size);
  const build = (): Promise<Cost> =>
    measure(project, process.execPath, ['src/cli/main.ts', 'build']);
  const cold = await build();
  say(`  cold build ${cold.seconds.toFixed(1)} s`);
  await editOne(project);
  const edited = await build();
  say(`  after one edit ${edited.seconds.toFixed(1)} s`);
  const check = (): Promise<Cost> =>
    measure(project, process.execPath, ['src/cli/main.ts', 'check']);
  const checkedAgain = await check();
  await rm(join(project, '.cache/content'), { recursive: true });
  const checked = await check();
  const dist = join(project, 'dist');
  const site = await folderSize(dist);
  const index = await folderSize(join(dist, 'pagefind'));
  const search = await measureSearch(dist);
  const match = await measureMatch(project);
  const rows = [
    ['cold build', seconds(cold), memory(cold)],
    ['build after one edit', seconds(edited), memory(edited)],
    ['check from nothing', seconds(checked), memory(checked)],
    ['check of what was read before', seconds(checkedAgain), memory(checkedAgain)],
    ['site', `${site.files} files`, megabytes(site.bytes)],
    ['search index', `${index.files} files`, megabytes(index.bytes)],
    [
      'first search',
      `${search.firstMilliseconds.toFixed(0)} ms`,
      `${kilobytes(search.bytes)} in all, fonts apart`,
    ],
    ['first search with nothing loaded', `${search.coldMilliseconds.toFixed(0)} ms`, ''],
    ['next searches, median', `${search.nextMilliseconds.toFixed(0)} ms`, ''],
    [
      'first whole question, from its last key',
      `${search.questionMilliseconds.toFixed(0)} ms`,
      `${kilobytes(search.questionBytes)} in all, fonts apart`,
    ],
    [
      'match',
      `${match.milliseconds.toFixed(0)} ms`,
      `signatures ${kilobytes(match.signatureBytes)} compressed`,
    ],
    ['largest postmortem page', kilobytes(await largestPage(dist)), 'compressed, with its styles'],
  ];
  if (size <= largestForPeers)
    for (const [index_, peer] of peers.entries()) {
      const cost = await measurePeer(
        peer,
        join(project, 'content'),
        join(folder, `peer-${index_}`),
      );
      say(`  ${peer.name} ${cost.seconds.toFixed(1)} s`);
      rows.push([
        `peer: ${peer.name}`,
        seconds(cost),
        `${memory(cost)}; we take ${(cold.seconds / cost.seconds).toFixed(2)} of its time`,
      ]);
    }
  return `## ${size.toLocaleString('en')} postmortems\n\n| what | figure | |\n| --- | --- | --- |\n${rows
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')}\n`;
}

/** How often the right answer is found: the test set of tests/published, of questions in words and of reports. */
async function measureFinding(): Promise<string> {
  const halves = await Promise.all(
    (['tuning', 'test'] as const).map(async (half) =>
      figureRows(await rankQuestions(readQuestions(half))).map((row) => [half, ...row]),
    ),
  );
  const table = [
    ['half', ...figureHeads],
    ['half', ...figureHeads].map(() => '---'),
    ...halves.flat(),
  ];
  const pastes = [
    await report('Fresh half', join(pastesFolder, 'fresh'), false),
    await report('Tuning half', pastesFolder, false),
  ];
  return `## What is found\n\nQuestions in words:\n\n${table
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')}\n\nReports:\n\n\`\`\`text\n${pastes.join('\n\n')}\n\`\`\`\n`;
}

/** One word more in the text of the first postmortem. */
async function editOne(project: string): Promise<void> {
  const [slug = ''] = (await readdir(join(project, 'content/postmortems'))).toSorted();
  const file = join(project, 'content/postmortems', slug, 'index.mdx');
  const before = await readFile(file, 'utf8');
  await writeFile(file, before.replace(/\n## Summary\n\n/, '\n## Summary\n\nEdited. '));
}

async function measureMatch(
  project: string,
): Promise<{ milliseconds: number; signatureBytes: number }> {
  const { content } = await readContent(project);
  const index = buildMatchIndex(
    content.postmortems.map(buildSignature),
    reportTerms(content.vocabulary),
  );
  const bytes = await readFile(join(root, 'tests/reports/heaptrack/heaptrack_print.ssl_leak.txt'));
  const times: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const began = performance.now();
    const { reports, unread } = await readReports(bytes);
    matchReports(reports, index, unread);
    times.push(performance.now() - began);
  }
  const signatures = await readFile(join(project, 'dist/signatures.json'));
  return { milliseconds: Math.min(...times), signatureBytes: gzipSync(signatures).length };
}

async function largestPage(dist: string): Promise<number> {
  const ids = await readdir(join(dist, 'i'), { withFileTypes: true });
  const html = await Promise.all(
    ids
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => readFile(join(dist, 'i', name, 'index.html'))),
  );
  const [href = ''] =
    /(?<=<link rel="stylesheet" href=")[^"]+/.exec(html[0]?.toString() ?? '') ?? [];
  const styles = gzipSync(await readFile(join(dist, href))).length;
  return Math.max(...html.map((page) => gzipSync(page).length)) + styles;
}

function head(): string {
  const [cpu] = cpus();
  return `# Measurements

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform}.
The postmortems are made from the real ones, each with its charts, evidence and links. Memory is the most that all processes of a run held together.
Times depend on what else the machine does; compare figures of one run.
`;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function seconds(cost: Cost): string {
  return `${cost.seconds.toFixed(1)} s`;
}
function memory({ peakBytes }: Cost): string {
  return peakBytes === undefined ? 'memory not measured' : megabytes(peakBytes);
}
function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
function kilobytes(bytes: number): string {
  return `${(bytes / 1e3).toFixed(1)} kB`;
}
