import { z } from 'astro/zod';
import { describe, expect, test } from 'vitest';

import { createFieldLookup, listAlternatives, toNode } from '../../src/model/field-lookup.ts';
import { date } from '../../src/model/fields.ts';

const point = z.strictObject({
  kind: z.literal('point').describe('the kind'),
  at: z.number().describe('when it was'),
});
const span = z.strictObject({ kind: z.literal('span'), from: z.number(), to: z.number() });

const schema = z.strictObject({
  title: z.string().max(140).describe('one line on what happened'),
  reported: date.describe('the day of the report'),
  layer: z.array(z.string().meta({ terms: 'layers' })).describe('the layers'),
  cause: z.string().meta({ terms: 'causes' }),
  odd: z.string().meta({ terms: 'colors' }),
  events: z.array(z.discriminatedUnion('kind', [point, span])).describe('what happened when'),
  improvement: z.union([
    z.array(z.strictObject({ before: z.string().max(20).describe('the value before') })),
    z.strictObject({ 'not-measured': z.string() }),
  ]),
  file: z.strictObject({ name: z.string() }).and(z.strictObject({ size: z.number() })),
});
const lookUp = createFieldLookup(schema);

describe('a field', () => {
  test('has its description, and what it may hold', () => {
    expect(lookUp(['title'])).toEqual({
      description: 'one line on what happened',
      fields: [],
      maxLength: 140,
      isList: false,
      isDate: false,
    });
  });

  test('without a limit or a description has neither', () => {
    expect(lookUp(['cause'])).toEqual({
      terms: 'causes',
      fields: [],
      isList: false,
      isDate: false,
    });
  });

  test('knows whether it is a date', () => {
    expect(lookUp(['reported'])).toMatchObject({ isDate: true, isList: false });
  });

  test('holds terms of a list that the vocabulary has', () => {
    expect(lookUp(['odd'])).not.toHaveProperty('terms');
  });

  test('that does not exist is empty', () => {
    const empty = { fields: [], isList: false, isDate: false };
    expect(lookUp(['nothing'])).toEqual(empty);
    expect(lookUp(['title', 'inside'])).toEqual(empty);
  });

  test('that is a choice has the fields of all variants', () => {
    expect(lookUp(['improvement', 0]).fields).toEqual(['before']);
    expect(lookUp(['improvement']).fields).toEqual(['not-measured']);
    expect(lookUp(['events', 3]).fields).toEqual(['kind', 'at', 'from', 'to']);
    expect(lookUp(['file']).fields).toEqual(['name', 'size']);
  });

  test('inside a choice is found in the variant that has it', () => {
    expect(lookUp(['events', 0, 'at']).description).toBe('when it was');
    expect(lookUp(['improvement', 2, 'before'])).toMatchObject({
      description: 'the value before',
      maxLength: 20,
    });
  });
});

describe('a list', () => {
  test('is known as one, also where it is one of several choices', () => {
    expect(lookUp(['events']).isList).toBe(true);
    expect(lookUp(['improvement']).isList).toBe(true);
  });

  test('and its entries have the terms and the description', () => {
    const described = { description: 'the layers', terms: 'layers' };
    expect(lookUp(['layer'])).toMatchObject({ ...described, isList: true });
    expect(lookUp(['layer', 1])).toMatchObject({ ...described, isList: false });
  });

  test('gives its description to an entry, and to no field inside it', () => {
    expect(lookUp(['events', 0]).description).toBe('what happened when');
    expect(lookUp(['events', 0, 'from']).description).toBeUndefined();
  });
});

test('the root has all fields', () => {
  expect(lookUp([]).fields).toEqual(Object.keys(schema.shape));
});

test.each([[null], ['text'], [['list']], [undefined]])('%j is an empty node', (value) => {
  expect(toNode(value)).toEqual({});
});

test('choices are followed to their end, and what is no schema among them is left out', () => {
  const [a, b, c] = [{ type: 'string' }, { type: 'number' }, { type: 'null' }];
  expect(listAlternatives(a)).toEqual([a]);
  expect(listAlternatives({ anyOf: [a, { oneOf: [b, { allOf: [c] }] }, null, 'x'] })).toEqual([
    a,
    b,
    c,
  ]);
});
