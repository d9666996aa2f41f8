import { figureHeads, figureRows, rankQuestions, readQuestions } from './measure-questions.ts';

/**
 * Prints how often the search finds what the questions ask for, by kind and half: `npx node
 * tests/published/questions/report.ts`. With `--failures` also each question of the tuning half whose answer is not among the
 * first three; those of the test half are shown to nobody who makes rules.
 */

const print = (line: string) => process.stdout.write(`${line}\n`);

for (const half of ['tuning', 'test'] as const) {
  const began = performance.now();
  const ranked = await rankQuestions(readQuestions(half));
  const milliseconds = (performance.now() - began) / Math.max(1, ranked.length);
  print(`${half}: ${ranked.length} questions, ${milliseconds.toFixed(1)} ms each`);
  for (const row of [figureHeads, ...figureRows(ranked)])
    print(row.map((cell, column) => cell.padEnd(column === 0 ? 12 : 6)).join(' '));
  if (half === 'tuning' && process.argv.includes('--failures'))
    for (const { q, kind, expect, place, answer } of ranked) {
      const silent = answer.how === 'none' || answer.how === 'nearest';
      if (expect.length === 0 ? !silent : place > 3)
        print(
          `${kind} ${place === Infinity ? '-' : place} of ${answer.count} ${answer.how}: ${q} -> ${expect.join(' ')}`,
        );
    }
  print('');
}
