import { describe, expect, test } from 'vitest';

import { openDraftStore } from '../../src/authoring/composer/draft-store.ts';

/** What localStorage is, with as much room as a test wants. */
function createStorage(room = Infinity): Storage {
  const entries = new Map<string, string>();
  return {
    get length() {
      return entries.size;
    },
    key: (index) => [...entries.keys()][index] ?? null,
    getItem: (key) => entries.get(key) ?? null,
    setItem(key, value) {
      if (value.length > room) throw new DOMException('full', 'QuotaExceededError');
      entries.set(key, value);
    },
    removeItem: (key) => entries.delete(key),
    clear: () => {
      entries.clear();
    },
  };
}

const draft = (body: string) => ({ fields: { id: 1 }, body, tables: [] });

describe('draft-store', () => {
  test('gives back what it kept', () => {
    const storage = createStorage();
    openDraftStore('a', storage).write(draft('x'));
    expect(openDraftStore('a', storage).read()).toEqual(draft('x'));
  });

  test('does not overwrite what another tab wrote', () => {
    const storage = createStorage();
    const [one, two] = [openDraftStore('a', storage), openDraftStore('a', storage)];
    expect(one.write(draft('one'))).toBe('saved');
    expect(two.write(draft('two'))).toBe('conflict');
    expect(two.read()).toEqual(draft('one'));
    expect(two.write(draft('two'))).toBe('saved');
    expect(one.write(draft('again'))).toBe('conflict');
    expect(one.read()).toEqual(draft('two'));
  });

  test('says when there is no room, and keeps what it had', () => {
    const storage = createStorage(200);
    const store = openDraftStore('a', storage);
    expect(store.write(draft('x'))).toBe('saved');
    expect(store.write(draft('x'.repeat(300)))).toBe('full');
    expect(store.read()).toEqual(draft('x'));
  });

  test.each([
    ['nothing', undefined],
    ['no JSON', '{'],
    ['something else', '{"change":1,"draft":{"fields":{},"body":1,"tables":[]}}'],
    ['tables of something else', '{"change":1,"draft":{"fields":{},"body":"","tables":[{}]}}'],
  ])('finds no draft in %s', (_name, text) => {
    const storage = createStorage();
    if (text !== undefined) storage.setItem('a', text);
    expect(openDraftStore('a', storage).read()).toBeUndefined();
  });
});
