import { expect, test } from 'vitest';

import { readVocabulary } from '../../src/content/read/read-vocabulary.ts';
import {
  findTerm,
  heldMetrics,
  isPlaceholder,
  measureOfTerm,
  metricFor,
  placeholderIn,
  shapeOfTerm,
  termOfFormat,
  termsIn,
  emptyVocabulary,
  type Term,
} from '../../src/model/vocabulary.ts';

const term = (id: string, more: Partial<Term> = {}): Term => ({
  id,
  label: id,
  definition: '',
  ...more,
});

test('a term stands for the shape and the measure it states, or for those of its own name', () => {
  expect(shapeOfTerm(term('stairs', { shape: 'staircase' }))).toBe('staircase');
  expect(shapeOfTerm(term('staircase'))).toBe('staircase');
  expect(shapeOfTerm(term('stairs'))).toBeUndefined();
  expect(measureOfTerm(term('resident', { measures: 'rss' }))).toBe('rss');
  expect(measureOfTerm(term('rss'))).toBe('rss');
  expect(measureOfTerm(term('toString'))).toBeUndefined();
});

test('only metrics of memory held at one time are compared in size', () => {
  const metrics = [
    term('resident', { measures: 'rss' }),
    term('heap'),
    term('calls', { measures: 'allocation-calls' }),
    term('pages'),
  ];
  expect([...heldMetrics({ metrics })]).toEqual(['resident', 'heap']);
});

test('a word that no list has is shown as it is written', () => {
  const layers = [term('code', { label: 'Code' }), term('library', { label: 'Library' })];
  expect(findTerm(layers, 'library').label).toBe('Library');
  expect(findTerm(layers, 'kernel')).toEqual({ id: 'kernel', label: 'kernel', definition: '' });
});

test('a figure is filed under the metric of what it measures, or under one for any memory or any count', () => {
  const metrics = [
    term('cpu'),
    term('resident', { measures: 'rss' }),
    term('memory', { measures: 'process-memory' }),
    term('number', { measures: 'count' }),
  ];
  const found = (measure: string) => metricFor({ metrics }, measure);
  expect(found('rss')).toBe('resident');
  expect(found('peak-heap')).toBe('memory');
  expect(found('allocation-calls')).toBe('number');
  expect(found('sockets')).toBe('number');
  expect(metricFor({ metrics: [term('cpu'), term('threads')] }, 'heap')).toBe('cpu');
  expect(metricFor({ metrics: [] }, 'heap')).toBe('heap');
});

test('the terms of a list are those of the vocabulary, or the fixed ones that the checks act on', () => {
  const layers = [term('code')];
  expect(termsIn('layers', { ...emptyVocabulary, layers })).toBe(layers);
  expect(termsIn('provenances', emptyVocabulary)).toMatchObject([
    { id: 'measured', label: 'Measured' },
    { id: 'reported', label: 'Reported' },
  ]);
});

test('what nobody knows is written as the placeholder of the list, or else as its first term', () => {
  const layers = [term('code'), term('nobody-knows', { placeholder: true })];
  expect(placeholderIn(layers)).toBe('nobody-knows');
  expect(placeholderIn([term('code'), term('library')])).toBe('code');
  expect(placeholderIn([])).toBe('');
  expect(isPlaceholder(layers, 'nobody-knows')).toBe(true);
  expect(isPlaceholder(layers, 'code')).toBe(false);
});

test('a report format belongs to the term that names it in the most words', () => {
  const tools = [
    term('profile', { formats: ['go'] }),
    term('goroutines', { formats: ['go-goroutines'] }),
    term('heaptrack'),
  ];
  const idOf = (format: string) => termOfFormat(tools, format)?.id;
  expect(idOf('go-heap')).toBe('profile');
  expect(idOf('go-goroutines')).toBe('goroutines');
  expect(idOf('heaptrack-print')).toBe('heaptrack');
  expect(idOf('heaptrackers')).toBeUndefined();
});

test('the vocabulary states what its terms stand for, and a mistyped word is a fault', () => {
  const text = (shape: string) => `layers:
  code: { own: true, label: Code, definition: Own code. }
languages: {}
platforms: {}
growth:
  stairs: { shape: ${shape}, label: Stairs, definition: Jumps. }
fixes: {}
tools: {}
metrics: {}
`;
  expect(readVocabulary('vocabulary.yaml', text('staircase')).lists).toMatchObject({
    layers: [{ id: 'code', label: 'Code', definition: 'Own code.', own: true }],
    growth: [{ id: 'stairs', shape: 'staircase' }],
  });
  const { lists, faults } = readVocabulary('vocabulary.yaml', text('stairway'));
  expect(lists).toBeUndefined();
  expect(faults.map(({ field }) => field)).toEqual(['growth.stairs.shape']);
});
