import { expect, test } from 'vitest';

import { describeImprovements, primaryImprovement } from '../../src/model/improvement.ts';
import { heldMetrics } from '../../src/model/vocabulary.ts';
import { compareMemory } from '../../src/root-cause-index/aggregates.ts';
import { buildListItem } from '../../src/root-cause-index/incident-row.ts';
import { content } from './published.ts';

/** The percentages in `about −40 to −50 %`, `+12 %` or `at least −83 %`, as fractions from the lowest to the highest. */
const sharesIn = (text: string): number[] =>
  [...text.matchAll(/([−+±])([\d.\u202f ]+)/g)]
    .map(
      ([, sign, digits = '']) =>
        Number(digits.replaceAll(/\s/g, '')) * (sign === '−' ? -0.01 : 0.01),
    )
    .toSorted((a, b) => a - b);

test('an incident is shown, sorted and counted by the same improvement', () => {
  const held = heldMetrics(content.vocabulary);
  let compared = 0;
  for (const postmortem of content.postmortems) {
    const { data } = postmortem;
    const [shown] = describeImprovements(data);
    const { row, order } = buildListItem(postmortem, content.vocabulary);
    const name = `${data.id}: ${row.figure}`;
    if (!shown?.comparable || shown.change === undefined) {
      expect(order.share, name).toBeUndefined();
      continue;
    }
    expect(row.figure, name).toContain(shown.change);
    const share = Number(order.share);
    const shares = sharesIn(shown.change);
    // Text has three digits, or two of a rounded value.
    expect(share, name).toBeGreaterThanOrEqual(
      (shares[0] ?? NaN) - 0.01 * Math.max(1, Math.abs(share)),
    );
    expect(share, name).toBeLessThanOrEqual(
      (shares.at(-1) ?? NaN) + 0.01 * Math.max(1, Math.abs(share)),
    );
    if (held.has(primaryImprovement(data)?.metric ?? '')) {
      expect(compareMemory(data, held), name).toBe(share);
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(0);
});
