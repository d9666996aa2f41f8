import { describe, expect, test } from 'vitest';

import { formFields, type FormField } from '../../src/authoring/form-fields.ts';
import { postmortemSchema } from '../../src/model/schema.ts';
import { content } from '../collection.ts';

const fields = formFields(content.vocabulary);

/** The field at a path; lists lead to their entries. */
function at(path: string): FormField | undefined {
  let inside: readonly FormField[] = fields;
  let found: FormField | undefined;
  for (const key of path.split('.')) {
    found = inside.find((field) => field.key === key);
    const inner = found?.control === 'list' ? found.item : found;
    inside = inner?.control === 'group' ? inner.fields : [];
  }
  return found;
}

describe('form-fields', () => {
  test('has every key of the schema, in its order', () => {
    expect(fields.map(({ key }) => key)).toEqual(
      Object.keys(postmortemSchema(content.vocabulary).shape),
    );
  });

  test.each([
    ['title', 'text'],
    ['project', 'group'],
    ['reported', 'quantity'],
    ['cause', 'choice'],
    ['fix', 'list'],
    ['improvement.before', 'quantity'],
    ['improvement.comparable', 'flag'],
    ['measurements.lines.points', 'points'],
    ['measurements.events.at', 'number'],
    ['evidence.frames', 'lines'],
    ['diagnosis.symptoms', 'lines'],
    ['diagnosis.confirm.run', 'code'],
    ['component.affected', 'list'],
    ['component.affected.introduced', 'text'],
    ['related.id', 'number'],
  ])('%s is a %s', (path, control) => {
    expect(at(path)?.control).toBe(control);
  });

  test('knows what is needed', () => {
    expect(at('title')?.required).toBe(true);
    expect(at('resolved')?.required).toBe(false);
    expect(at('project.url')?.required).toBe(false);
  });

  test('gives choices their definitions', () => {
    const cause = at('cause');
    const choices = cause?.control === 'choice' ? cause.choices : [];
    expect(choices.map(({ id }) => id)).toEqual(content.vocabulary.causes.map(({ id }) => id));
    expect(choices.every(({ definition }) => definition !== '')).toBe(true);
    const status = at('status');
    expect(status?.control === 'choice' && status.choices[0]?.label).toBe('Resolved');
  });

  test('says which kinds of measurement have a field', () => {
    expect(at('measurements.lines')?.only).toEqual(['growth', 'regression']);
    expect(at('measurements.value')?.only).toEqual(['limit', 'baseline']);
    expect(at('measurements.metric')?.only).toBeUndefined();
  });

  test('offers the reason in the place of an improvement', () => {
    const improvement = at('improvement');
    expect(improvement?.control === 'list' && improvement.instead?.key).toBe('not-measured');
  });

  test('gives the entries of a list a name', () => {
    const layer = at('layer');
    expect(layer?.control === 'list' && layer.item.label).toBe('Layer');
  });
});
