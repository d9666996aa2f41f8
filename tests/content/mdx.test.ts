import { describe, expect, test } from 'vitest';

import { parseBody } from '../../src/content/mdx/parse-body.ts';
import { createSource } from '../../src/content/mdx/source.ts';
import type { Block } from '../../src/model/blocks.ts';
import { expression, read, refused } from './mdx-cases.ts';
import { cpuSeconds } from '../cpu-seconds.ts';

const parse = (text: string) => parseBody(createSource('x.mdx', text), 0);
const faultsOf = (text: string) =>
  parse(text).faults.map(({ line, column, message }) => `${line}:${column} ${message}`);

const markup = (blocks: readonly Block[]): string =>
  blocks
    .map((block) => {
      switch (block.kind) {
        case 'html':
          return block.html;
        case 'source':
          return `{${block.id}}`;
        case 'heading':
          return `<h${block.depth} id=${block.id}>${markup(block.children)}</h${block.depth}>`;
        case 'element':
          return `[${block.tag}]${markup(block.children)}[/${block.tag}]`;
        case 'component':
          return `(${block.name} ${JSON.stringify(block.props)})${markup(block.children)}(/)`;
      }
    })
    .join('');

describe('mdx reads', () => {
  test.each(read)('%s', (_name, text, wanted) => {
    expect(faultsOf(text)).toEqual([]);
    expect(markup(parse(text).body.blocks)).toBe(wanted);
  });

  test('gives components the line of the file they stand on', () => {
    const source = createSource('x.mdx', '---\nid: 1\n---\n\n<MemoryChart of="a" />\n');
    expect(parseBody(source, 14).body.blocks).toEqual([
      { kind: 'component', name: 'MemoryChart', props: { of: 'a' }, children: [], line: 5 },
    ]);
  });

  test('gives plain text, one passage on each line, without marks', () => {
    const text =
      '## A\n\nx [^s] `y`.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<Lesson>Do.</Lesson>';
    expect(parse(text).body.text).toBe('A\nx y.\none\ntwo\na b\n1 2\nDo.');
  });

  test('names each image once', () => {
    expect(parse('![a](x.png) ![b](x.png) ![c](y.png)').body.images).toEqual(['x.png', 'y.png']);
  });
});

describe('mdx refuses', () => {
  test.each(refused)('%s', (_name, text, ...wanted) => {
    expect(faultsOf(text).toSorted()).toEqual(wanted.toSorted());
  });

  test('counts columns as editors do, behind signs of two units', () => {
    expect(faultsOf('é😀 {a}')).toEqual([`1:5 ${expression('{a}')}`]);
  });

  test('puts nothing refused into the blocks', () => {
    for (const [, text] of refused) {
      expect(markup(parse(text).body.blocks)).not.toMatch(
        /<script|javascript|onload|onclick|<iframe|file:/i,
      );
    }
  });
});

describe('mdx ends quickly on', () => {
  const many = 10_000;
  const cases: [name: string, text: string][] = [
    ['nested quotes', '>'.repeat(many)],
    ['nested lists', '- '.repeat(many / 2)],
    ['nested emphasis', '*a '.repeat(3000)],
    ['nested brackets', '['.repeat(many)],
    ['nested tags', '<kbd>\n'.repeat(many)],
    ['nested components', `${'<Lesson>\n\n'.repeat(many)}x${'\n\n</Lesson>'.repeat(many)}`],
    ['parentheses that overflow a JavaScript parser', `{${'('.repeat(many - 2)}}`],
    ['parentheses over many lines', `{${'(\n'.repeat(400_000)}}`],
    ['tags that a JavaScript parser never ends on', `{${'<a>'.repeat(200)}}`],
    ['tags in a value', `<MemoryChart of={${'<a>'.repeat(200)}} />`],
    ['operators in a value', `<MemoryChart of={${'!'.repeat(9000)}1} />`],
    ['an export', `export const a = ${'('.repeat(9000)}`],
    ['code in a fence', `\`\`\`\n{${'(\n'.repeat(400_000)}\n\`\`\``],
    ['open braces', '{\n'.repeat(400_000)],
    ['open comments', '{/*\n'.repeat(200_000)],
    ['backticks', Array.from({ length: 1400 }, (_, index) => '`'.repeat(index)).join('\n')],
    ['addresses', 'www.a\n'.repeat(100_000)],
    ['words on long lines', `${'*a '.repeat(3300)}\n`.repeat(90)],
    ['marks', 'a [^b]\n'.repeat(100_000)],
    ['marks without an end', '[^'.repeat(150_000)],
    ['footnotes', '[^a]: b\n\n'.repeat(100_000)],
  ];
  test.each(cases)('%s', (_name, text) => {
    expect(cpuSeconds(() => parse(text))).toBeLessThan(5);
  });
});
