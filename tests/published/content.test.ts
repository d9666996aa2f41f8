import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { formatFault } from '../../src/model/fault.ts';
import { checkRecorded } from '../../src/content/permalinks/checks.ts';
import { formatLedger } from '../../src/content/permalinks/ledger.ts';
import { chartsOf } from '../../src/charts/chart.ts';
import { renderSvg } from '../../src/charts/render/render.ts';
import { standaloneSvg } from '../../src/charts/render/standalone.ts';
import { findSecrets, formatSecret } from '../../src/content/secrets/find-secrets.ts';
import { draftText, parseDraft } from '../../src/authoring/draft.ts';
import { withoutDrafts } from '../../src/model/content.ts';
import { content, faults, root } from './published.ts';

test('the content has no faults', () => {
  expect(faults.map(formatFault)).toEqual([]);
});

test('no file of the content holds a secret', async () => {
  const secrets: string[] = [];
  for await (const file of glob('content/**/*.{mdx,yaml,csv,txt}', { cwd: root }))
    for (const secret of findSecrets(await readFile(join(root, file), 'utf8')))
      secrets.push(`${file}: ${formatSecret(secret)}`);
  expect(secrets).toEqual([]);
});

test('the content survives JSON, which is how it gets into the store', () => {
  expect(JSON.parse(JSON.stringify(content))).toEqual(content);
});

test('postmortems are in the order of their ids', () => {
  const ids = content.postmortems.map(({ data }) => data.id);
  expect(ids.length).toBeGreaterThan(0);
  expect(ids).toEqual(ids.toSorted((a, b) => a - b));
});

test('the ledger holds every address and is laid out as it is written', async () => {
  expect(checkRecorded(withoutDrafts(content)).map(formatFault)).toEqual([]);
  expect(content.permalinks && formatLedger(content.permalinks)).toBe(
    await readFile(join(root, 'content/permalinks.json'), 'utf8'),
  );
});

test('no reserved id was ever given', () => {
  for (const id of content.permalinks?.reserved ?? [])
    expect(content.permalinks?.incidents[id]).toBeUndefined();
});

test('every chart is drawn, in both widths and as a file', () => {
  for (const postmortem of content.postmortems)
    for (const chart of chartsOf(postmortem, content.vocabulary)) {
      const { wide, narrow } = renderSvg(chart);
      for (const svg of [wide, narrow, standaloneSvg(chart)]) {
        expect(svg, `${postmortem.slug} ${chart.id}`).toMatch(/^<svg [^]*<\/svg>/);
        expect(svg, `${postmortem.slug} ${chart.id}`).not.toMatch(/NaN|Infinity|undefined/);
      }
    }
});

test('the composer opens every postmortem and leaves it as it is', async () => {
  for (const { file } of content.postmortems) {
    const text = await readFile(join(root, file), 'utf8');
    const read = parseDraft('index.mdx', text, []);
    expect('faults' in read ? read.faults : draftText(read.draft), file).toEqual(text);
  }
});
