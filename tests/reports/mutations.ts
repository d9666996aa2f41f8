import fc from 'fast-check';

/** Any code point, half characters included. The library's own `binary` takes a second to get ready in every file. */
export const anyCharacter = fc.nat({ max: 0x10ffff }).map((code) => String.fromCodePoint(code));

/** What happens to a report on its way into a form: lines lost, doubled or cut, foreign text between, numbers out of bounds. */
export const mutations = (text: string): fc.Arbitrary<string> => {
  const lines = text.split('\n').slice(0, 400);
  const place = fc.nat({ max: lines.length });
  const edit = fc.oneof(
    fc.record({ kind: fc.constant('drop' as const), at: place, count: fc.nat({ max: 20 }) }),
    fc.record({ kind: fc.constant('double' as const), at: place, count: fc.nat({ max: 20 }) }),
    fc.record({ kind: fc.constant('cut' as const), at: place, count: fc.nat({ max: 60 }) }),
    fc.record({ kind: fc.constant('grow' as const), at: place, count: fc.nat({ max: 400 }) }),
    fc.record({
      kind: fc.constant('insert' as const),
      at: place,
      text: fc.string({ unit: anyCharacter, maxLength: 80 }),
    }),
  );
  return fc.array(edit, { minLength: 1, maxLength: 12 }).map((edits) =>
    edits
      .reduce<string[]>(
        (all, one) => {
          const line = all[one.at] ?? '';
          switch (one.kind) {
            case 'drop':
              return all.toSpliced(one.at, one.count);
            case 'double':
              return all.toSpliced(one.at, 0, ...all.slice(one.at, one.at + one.count));
            case 'cut':
              return all.toSpliced(one.at, 1, line.slice(one.count));
            case 'grow':
              return all.toSpliced(one.at, 1, line.replace(/\d+/g, `$&${'9'.repeat(one.count)}`));
            case 'insert':
              return all.toSpliced(one.at, 0, one.text);
          }
        },
        lines.length > 0 ? lines : [''],
      )
      .join('\n'),
  );
};

/** Numbers that no report may hold: less than nothing, or no number at all. */
export function brokenNumbers(value: unknown): number[] {
  if (typeof value === 'number') return value >= 0 ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(brokenNumbers);
  if (typeof value === 'object' && value !== null)
    return Object.values(value).flatMap(brokenNumbers);
  return [];
}
