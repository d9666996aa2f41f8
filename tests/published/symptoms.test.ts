import { expect, test } from 'vitest';

import { selectIncidents, symptomTerms } from '../../src/root-cause-index/symptom-incidents.ts';
import { content } from './published.ts';

const runtimes = new Map(content.vocabulary.runtimes?.map((runtime) => [runtime.id, runtime]));

test.each(content.symptoms.map((symptom) => [symptom.id, symptom] as const))(
  '%s is shown by several incidents, in several runtimes',
  (_, symptom) => {
    expect(selectIncidents(content.postmortems, symptomTerms(symptom)).length).toBeGreaterThan(5);
    const inRuntimes = symptom.data.runtimes.filter(({ runtime }) => {
      const terms = symptomTerms(symptom, runtimes.get(runtime));
      return selectIncidents(content.postmortems, terms).length > 0;
    });
    expect(inRuntimes.length).toBeGreaterThan(2);
  },
);

test('every program of the collection is of a runtime, as far as its language is one with tools of its own', () => {
  const languages = [...runtimes.values()].flatMap(({ languages: some = [] }) => some);
  const rest = content.vocabulary.languages
    .filter(({ id, placeholder }) => !languages.includes(id) && placeholder !== true)
    .map(({ id }) => id);
  expect(rest).toEqual(['dart', 'lua', 'cuda']);
});
