import { describe, expect, test } from 'vitest';

import { newestDate } from '../../src/model/collection.ts';
import { isDraft, withoutDrafts, type Content } from '../../src/model/content.ts';
import { emptyLedger } from '../../src/model/ledger.ts';
import { emptyVocabulary } from '../../src/model/vocabulary.ts';
import { postmortemOf } from '../charts/postmortem.ts';

const point = { file: 'index.mdx', line: 1, column: 1, text: 'since when?' };
const finished = postmortemOf({ id: 1 });
const begun = { ...postmortemOf({ id: 2 }), open: [point] };
const permalinks = {
  ...emptyLedger,
  incidents: { 2: { slug: begun.slug, anchors: [], charts: [] } },
};

describe('a postmortem with open points', () => {
  test('is a draft until it is published', () => {
    expect(isDraft(begun, undefined)).toBe(true);
    expect(isDraft(begun, emptyLedger)).toBe(true);
    expect(isDraft(begun, permalinks)).toBe(false);
    expect(isDraft(finished, undefined)).toBe(false);
  });

  test('is left out of what readers get while it is a draft', () => {
    const content: Content = {
      vocabulary: emptyVocabulary,
      postmortems: [finished, begun],
      causes: [],
      guides: [],
      symptoms: [],
    };
    expect(withoutDrafts(content)).toEqual({ ...content, postmortems: [finished] });
    expect(withoutDrafts({ ...content, permalinks }).postmortems).toEqual([finished, begun]);
  });
});

describe('the date of the newest content', () => {
  test('is the latest of all reports and resolutions', () => {
    const postmortems = [
      postmortemOf({ reported: '2023-01', resolved: '2024-03' }),
      postmortemOf({ reported: '2024-02-01', resolved: undefined }),
    ];
    expect(newestDate({ postmortems })).toBe('2024-03');
    expect(newestDate({ postmortems: postmortems.slice(1) })).toBe('2024-02-01');
  });

  test('is long ago when there is none', () => {
    expect(newestDate({ postmortems: [] })).toBe('1970');
  });
});
