import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readContent } from '../../src/content/read/read-content.ts';
import { createAnswerer } from '../../src/find/words/answer.ts';
import { buildSearchIndex } from '../../src/find/pagefind/build-index.ts';
import { withoutDrafts } from '../../src/model/content.ts';
import { openSearch } from './search-fixture.ts';

/**
 * Prints how often the search finds what the questions of questions.json ask for: among the first 1, 3 and 10 results. The
 * search is tuned on one half of the questions; the other half says whether it got better. Run it with
 * `npx node tests/find/questions.ts`; with `--all` it lists the questions whose answer is not among the first three.
 */

interface Question {
  readonly q: string;
  readonly kind: string;
  /** Slugs of the incidents, any of which answers it. Empty: nothing here does. */
  readonly expect: readonly string[];
}

const questions = JSON.parse(
  await readFile(new URL('questions.json', import.meta.url), 'utf8'),
) as readonly Question[];

const halfOf = ({ q }: Question) =>
  (createHash('sha256').update(q).digest()[0] ?? 0) % 2 === 0 ? 'tuned on' : 'held out';

const root = join(import.meta.dirname, '../..');
const content = withoutDrafts((await readContent(root)).content);
const slugById = new Map(content.postmortems.map(({ slug, data }) => [data.id, slug]));
const search = await openSearch(await buildSearchIndex(content), content);
const answerTo = createAnswerer(search.source, 'https://example.org');

const asked = [];
for (const question of questions) {
  const began = performance.now();
  const state = { query: question.q, selection: {}, sort: undefined };
  const { count, how, results } = await answerTo(state, 10);
  const slugs = results.map(({ row }) => slugById.get(row.id) ?? '');
  const rank = slugs.findIndex((slug) => question.expect.includes(slug)) + 1;
  asked.push({
    question,
    half: halfOf(question),
    rank: rank === 0 ? Infinity : rank,
    count,
    how,
    milliseconds: performance.now() - began,
  });
}
await search.remove();

const print = (line: string) => process.stdout.write(`${line}\n`);
const share = (part: number, whole: number) => (whole === 0 ? '-' : (part / whole).toFixed(2));

print('half      kind        n   @1    @3    @10');
for (const half of ['tuned on', 'held out'])
  for (const kind of ['all', ...new Set(questions.map(({ kind }) => kind))]) {
    const those = asked.filter(
      (one) =>
        one.half === half &&
        one.question.expect.length > 0 &&
        (kind === 'all' || one.question.kind === kind),
    );
    const hits = [1, 3, 10].map((most) =>
      share(those.filter(({ rank }) => rank <= most).length, those.length),
    );
    if (those.length > 0)
      print(`${half}  ${kind.padEnd(10)} ${String(those.length).padStart(2)}   ${hits.join('  ')}`);
  }
const mean = asked.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / asked.length;
print(`${mean.toFixed(1)} ms for a question`);
if (process.argv.includes('--all'))
  for (const { question, half, rank, count, how } of asked)
    if (question.expect.length === 0 || rank > 3)
      print(`${half}  ${rank === Infinity ? '-' : rank} of ${count} ${how}: ${question.q}`);
process.exit();
