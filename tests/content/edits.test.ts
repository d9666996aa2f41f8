import { describe, expect, test } from 'vitest';

import type { Edit } from '../../src/model/fault.ts';
import { change, read, validText } from './postmortem.ts';

const editsOf = (text: string): Edit[] => read(text).faults.flatMap(({ edit }) => edit ?? []);

/** The text after its edits, which lie on one line each. */
function applied(text: string): string {
  const lines = text.split('\n');
  for (const { from, to, text: by } of editsOf(text)) {
    expect(to.line).toBe(from.line);
    const line = lines[from.line - 1] ?? '';
    lines[from.line - 1] = line.slice(0, from.column - 1) + by + line.slice(to.column - 1);
  }
  return lines.join('\n');
}

describe('an edit restores', () => {
  test.each([
    ['a term with a typo', 'cause: unbounded-cache', 'cause: unbounded-cahe'],
    ['a term of a list', 'layer: [application]', 'layer: [aplication]'],
    ['a word of the schema', 'status: resolved', 'status: resolvd'],
    ['the name of a field', 'mechanism:', 'mechansim:'],
    ['the name of a field in a list', '    before: 400', '    befor: 400'],
    ['a list of one term', 'layer: [application]', 'layer: application'],
    ['a number in quotes', 'id: 7', "id: '7'"],
    ['a date in another format', "reported: '2024-05-02'", 'reported: 2024/5/2'],
  ])('%s', (_, right, wrong) => {
    expect(applied(change(validText, right, wrong))).toBe(validText);
  });

  test.each(['12', 'true', '1.50'])('quotes around the text %s', (text) => {
    const title = "title: 'A cache without a limit'";
    expect(applied(change(validText, title, `title: ${text}`))).toBe(
      change(validText, title, `title: '${text}'`),
    );
  });

  test('a number of several digits', () => {
    const text = change(validText, 'id: 7', "id: '120'");
    expect(editsOf(text).map((edit) => edit.text)).toEqual(['120']);
  });
});

describe('there is no edit for', () => {
  test.each([
    ['a term that is near none', 'cause: unbounded-cache', 'cause: leak'],
    ['a field that is near none', 'mechanism:', 'how:'],
    ['a field whose right name is there too', 'mechanism:', "mechansim: 'A'\nmechanism:"],
    ['a list of words with a space', 'layer: [application]', 'layer: the application'],
    ['a list of words with a sign', 'layer: [application]', "layer: '!application'"],
    ['a list for a text', "title: 'A cache without a limit'", 'title: [a]'],
    ['a word for a number', 'id: 7', "id: 'seven'"],
    ['a number with a zero in front', 'id: 7', "id: '07'"],
    ['a number with a unit', 'id: 7', "id: '12x'"],
    ['a word for a flag', '    before: 400', '    comparable: 1\n    before: 400'],
    ['a day that does not exist', "'2024-05-02'", "'2024-02-30'"],
    ['a text that is too long', "'Every request added a key.'", `'${'x'.repeat(201)}'`],
  ])('%s', (_, right, wrong) => {
    const text = change(validText, right, wrong);
    expect(read(text).faults).not.toEqual([]);
    expect(editsOf(text)).toEqual([]);
  });
});

test('of many unknown fields the first fifty are listed', () => {
  const many = Array.from({ length: 60 }, (_, index) => `zzz${index}: 1\n`).join('');
  expect(read(change(validText, 'fix: [', `${many}fix: [`)).faults).toHaveLength(50);
});
