import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { readContent } from '../../src/content/read/read-content.ts';
import { selectIncidents, symptomTerms } from '../../src/root-cause-index/symptom-incidents.ts';
import { formatFault } from '../../src/model/fault.ts';
import { collectionRoot, content } from '../collection.ts';

const root = await mkdtemp(join(tmpdir(), 'symptoms-'));
await cp(join(collectionRoot, 'content'), join(root, 'content'), { recursive: true });
const file = 'content/symptoms/keeps-rising.mdx';
const written = await readFile(join(root, file), 'utf8');

afterAll(() => rm(root, { recursive: true }));

/** The faults of the collection with a change in the symptom, or in another of its files. */
async function faultsWith(before: string, after: string, path = file): Promise<string[]> {
  const whole = path === file ? written : await readFile(join(root, path), 'utf8');
  expect(whole).toContain(before);
  await writeFile(join(root, path), whole.replace(before, after));
  const { faults } = await readContent(root);
  await writeFile(join(root, path), whole);
  return faults.map(formatFault);
}

describe('a symptom', () => {
  const [symptom] = content.symptoms;
  if (!symptom) throw new Error('the collection has no symptom');
  const runtimes = new Map(content.vocabulary.runtimes?.map((one) => [one.id, one]));
  const idsOf = (terms: ReturnType<typeof symptomTerms>) =>
    selectIncidents(content.postmortems, terms).map(({ data }) => data.id);

  test('has the incidents with any of its terms', () => {
    const shown = content.postmortems.filter(({ data }) =>
      ['never-released', 'limitless-store'].includes(data.cause),
    );
    expect(shown.length).toBeGreaterThan(1);
    expect(idsOf(symptomTerms(symptom))).toEqual(shown.map(({ data }) => data.id));
  });

  test('has for a runtime those in its languages', () => {
    const compiled = idsOf(symptomTerms(symptom, runtimes.get('compiled')));
    expect(compiled.length).toBeGreaterThan(0);
    expect(compiled.length).toBeLessThan(idsOf(symptomTerms(symptom)).length);
    for (const { data } of content.postmortems.filter(({ data: { id } }) => compiled.includes(id)))
      expect(data.language.some((id) => ['lang-c', 'lang-cpp'].includes(id))).toBe(true);
  });

  test('has for a runtime without languages those in its layers', () => {
    const terms = symptomTerms(symptom, runtimes.get('below'));
    expect(terms).toEqual({ cause: ['never-released', 'limitless-store'], layer: ['machine'] });
  });

  test.each([
    ['runtime: compiled', 'runtime: compield', 'Did you mean "compiled"?'],
    ['cause: [never-released, limitless-store]', '{}', 'incidents: want at least one field'],
    ['cause: never-released\n    not', 'cause: never-relased\n    not', 'cause: '],
    [
      "  - runtime: managed\n    steps:\n      - run: class-table\n        tells: 'Look at the first class.'",
      '  - runtime: managed\n    steps: []',
      'steps: want at least one command',
    ],
    ["tells: 'Look at the first class.'", "hint: 'x'", 'tells'],
    ['[^checker]', '[^chekcer]', 'chekcer'],
    ['then stays level', '[stays](/causes/nothing/) level', 'nothing'],
  ])('says what is wrong: %j as %j', async (before, after, message) => {
    const faults = await faultsWith(before, after);
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) expect(fault).toContain(file);
    expect(faults.join('\n')).toContain(message);
  });

  test('keeps its address: one that was published is missed', async () => {
    const faults = await faultsWith('- runtime: managed', '- runtime: below');
    expect(faults.join('\n')).toContain('/start/keeps-rising/#managed');
  });

  test('is of runtimes whose languages and layers the vocabulary has', async () => {
    expect(
      await faultsWith(
        'languages: [lang-java] }',
        'languages: [lang-jav] }',
        'content/vocabulary.yaml',
      ),
    ).toEqual([expect.stringMatching(/vocabulary\.yaml:\d+:\d+ .*no "lang-jav".*lang-java/)]);
  });
});
