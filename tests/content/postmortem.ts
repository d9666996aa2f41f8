import {
  createPostmortemReader,
  type Entry,
  type ReadPostmortem,
} from '../../src/content/read/read-postmortem.ts';
import type { Table } from '../../src/model/content.ts';
import type { Term, Vocabulary } from '../../src/model/vocabulary.ts';

const terms = (...ids: string[]): Term[] => ids.map((id) => ({ id, label: id, definition: id }));

export const vocabulary: Vocabulary = {
  causes: terms('missing-free', 'unbounded-cache', 'unbounded-queue'),
  layers: terms('application', 'library'),
  languages: terms('go', 'rust'),
  platforms: terms('linux'),
  growth: terms('linear-climb', 'staircase'),
  fixes: [
    ...terms('bound-cache', 'free-explicitly'),
    { id: 'none-yet', label: 'none-yet', definition: 'none-yet', placeholder: true },
  ],
  tools: terms('heaptrack', 'pprof-heap'),
  metrics: terms('rss', 'peak-heap'),
};

/** A postmortem without faults. Its first line is line 1. */
export const validText = `---
id: 7
title: 'A cache without a limit'
summary: 'A cache kept every key; a limit ended it.'
project: { name: Example, about: 'An example' }
reported: '2024-05-02'
resolved: '2024-06-01'
status: resolved
cause: unbounded-cache
mechanism: 'Every request added a key.'
layer: [application]
language: [go]
platform: [linux]
component:
  - { id: lru, name: LRU, affected: [{ introduced: '1.0', fixed: '1.1' }] }
growth: [linear-climb]
fix: [bound-cache]
improvement:
  - id: peak
    label: 'Peak memory'
    metric: rss
    before: 400
    after: 100
    unit: MB
    provenance: reported
    source: issue-1
measurements:
  - id: growth
    kind: growth
    label: 'Memory over a day'
    metric: rss
    unit: MB
    over: 'hours since start'
    provenance: reported
    source: issue-1
    lines:
      - { label: 'before the fix', role: before, points: [[0, 100], [24, 400]] }
tools:
  - { name: pprof-heap, outcome: found-it }
sources:
  - { id: issue-1, url: 'https://example.com/1', kind: issue, title: 'Memory grows', publisher: Example }
---

## Summary

It grew to 400 MB [^issue-1].

## Impact

Restarts.

## Symptoms

<MemoryChart of="growth" />

## Investigation

They looked.

## Root cause

No limit.

## Fix

A limit.

## Results

<BeforeAfter of="peak" />

## Lessons

<Lesson>Limit every cache.</Lesson>
`;

export interface Surroundings {
  readonly slug?: string;
  readonly beside?: readonly string[];
  readonly tables?: Readonly<Record<string, Table>>;
}

/** Replaces a part of the valid text; throws if the part is not there, so that no case changes nothing. */
export function change(text: string, part: string, by: string): string {
  if (!text.includes(part)) throw new Error(`the text has no ${JSON.stringify(part)}`);
  return text.replace(part, () => by);
}

export function read(text: string, surroundings: Surroundings = {}): ReadPostmortem {
  const { slug = 'example', beside = [], tables = {} } = surroundings;
  const file = `content/postmortems/${slug}/index.mdx`;
  return createPostmortemReader(vocabulary)({ file, slug, text, beside, tables });
}

/** A postmortem whose frontmatter the schema accepts. */
export function entryOf(text: string, surroundings: Surroundings = {}): Entry {
  const { entry, faults } = read(text, surroundings);
  if (!entry) throw new Error(`not readable: ${JSON.stringify(faults)}`);
  return entry;
}
