import { expect, test } from 'vitest';

import { layout, weightAt } from '../../src/find/words/record-layout.ts';
import { stemOf } from '../../src/find/words/word-forms.ts';
import { placedWords, recordOf } from '../../src/find/words/record.ts';
import { postmortemOf, vocabulary } from '../charts/postmortem.ts';

test('a symptom weighs as much as the summary; commands, proofs, workarounds and notes are found too', () => {
  const record = recordOf(
    postmortemOf({
      summary: 'Alpha.',
      diagnosis: {
        symptoms: ['`bravo` climbs'],
        confirm: [{ run: 'kilo', see: 'delta', not: 'echo' }],
        workaround: 'foxtrot',
      },
      component: [{ id: 'openssl', name: 'OpenSSL', note: 'golf', package: 'pkg:pypi/hotel' }],
    }),
    vocabulary,
  );
  const words = placedWords(record);
  const weights = ['alpha', 'bravo', 'kilo', 'delta', 'echo', 'foxtrot', 'golf', 'hotel'].map(
    (word) => weightAt(words.indexOf(stemOf(word))),
  );
  const { summary, rest } = layout;
  expect(weights).toEqual([
    ...['alpha', 'bravo'].map(() => summary.weight),
    ...['kilo', 'delta', 'echo', 'foxtrot', 'golf', 'hotel'].map(() => rest.weight),
  ]);
  expect(record.sections).toContainEqual({ name: 'Do I have this?', text: 'bravo climbs ·' });
});
