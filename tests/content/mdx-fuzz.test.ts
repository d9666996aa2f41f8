import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Block } from '../../src/model/blocks.ts';
import { parseBody } from '../../src/content/mdx/parse-body.ts';
import { createSource } from '../../src/content/mdx/source.ts';
import { createPostmortemReader } from '../../src/content/read/read-postmortem.ts';
import { content } from '../collection.ts';

/** `npm run slow` runs more; FUZZ_RUNS=1000000 npm run unit -- mdx-fuzz makes a night of it. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 2000);
const hour = 3_600_000;

const oneOf = (...texts: readonly string[]) => fc.constantFrom(...texts);

const address = fc
  .tuple(
    oneOf(
      'javascript:',
      'JaVaScRiPt:',
      'java\tscript:',
      'data:text/html,',
      'vbscript:',
      'https://',
      '',
    ),
    oneOf(
      'alert(1)',
      '//a.b/',
      '/i/1/',
      '"onload="x',
      "'x",
      '&quot;',
      '&#x6a;avascript:x',
      '%22',
      '#a',
    ),
  )
  .map((parts) => parts.join(''));

const attribute = fc
  .tuple(
    oneOf(
      'href',
      'src',
      'onclick',
      'ONLOAD',
      'style',
      'srcdoc',
      'of',
      'id',
      'title',
      'class',
      'xlink:href',
    ),
    oneOf('=', ' = ', '={', '="', "='", ''),
    fc.oneof(address, oneOf('1', '<b>', '`${x}`', '{...x}', '/*', '*/', '\\"', '>')),
    oneOf('"', "'", '}', ''),
  )
  .map((parts) => ` ${parts.join('')}`);

const name = oneOf(
  ...['script', 'SCRIPT', 'scr\0ipt', 'iframe', 'img', 'svg', 'style', 'math', 'a', 'kbd', 'form'],
  ...[
    'object',
    'template',
    'noscript',
    'base',
    'meta',
    'Lesson',
    'MemoryChart',
    'CallStack',
    'Timeline',
  ],
  ...[
    'Incident',
    'Sketch',
    'Lessen',
    'a.b',
    'svg:a',
    '',
    '!--',
    '![CDATA[',
    '?php',
    '!DOCTYPE html',
  ],
);

const tag = fc
  .tuple(
    oneOf('<', '</', '&lt;', '\\<', '< '),
    name,
    fc.array(attribute, { maxLength: 3 }).map((all) => all.join('')),
    oneOf('>', '/>', ' />', '', '-->', ']]>', '&gt;'),
  )
  .map((parts) => parts.join(''));

const markdown = oneOf(
  ...[
    '# ',
    '## ',
    '###### ',
    '- ',
    '1. ',
    '> ',
    '    ',
    '\t',
    '```\n',
    '~~~js\n',
    '`',
    '``',
    '|',
    '|-|\n',
  ],
  ...[
    '**',
    '_',
    '~~',
    '[',
    '](',
    '][',
    ')',
    '![',
    '[^a]',
    '[^a]: ',
    '[ ] ',
    '<https://',
    '---\n',
    '===\n',
  ],
  ...[
    '\\',
    '\n',
    '\n\n',
    '\r',
    '\u2028',
    '\ufeff',
    '\0',
    '\ufdd6',
    '\ud800',
    '&amp;',
    '&#0;',
    'é',
    '😀',
  ],
);

const expression = oneOf(
  ...[
    '{',
    '}',
    '{{',
    '{/*',
    '*/}',
    '{`${',
    '}`}',
    '{"',
    '"}',
    '{1}',
    '{<a>}',
    '{...a}',
    '{()=>{}}',
    '{!',
  ],
  ...[
    'import a from "b"\n',
    'export const a = ',
    'export default ',
    'import(',
    'await ',
    'eval(1)',
  ],
);

const yaml = oneOf(
  ...[
    '---\n',
    'id: 1\n',
    'id: &a [*a]\n',
    'title: ',
    'title: |\n  ',
    '? a\n',
    '!!js/function x\n',
    '<<: *a\n',
  ],
  ...[
    '- ',
    '  ',
    ': ',
    '{a: ',
    '[',
    ']',
    '"',
    "'",
    '&a ',
    '*a',
    '# ',
    '\t',
    '!!binary ',
    '...\n',
    '%YAML 1.1\n',
  ],
  ...[
    '__proto__: {x: 1}\n',
    'constructor: 1\n',
    'sources:\n  - id: a\n',
    '2024-13-99\n',
    '0x1f',
    '1e999',
    '~\n',
  ],
);

const link = fc
  .tuple(oneOf('[x](', '![x](', '<', '[x]: '), address, oneOf(')', '>', ' "t")', '\n'))
  .map((parts) => parts.join(''));

const body = fc
  .array(fc.oneof(tag, link, markdown, markdown, expression, oneOf('a', ' ', 'word ')), {
    maxLength: 24,
  })
  .map((parts) => parts.join(''));

const read = createPostmortemReader(content.vocabulary);

test('no body stops the reader or leaves anything that could run', { timeout: hour }, () => {
  fc.assert(
    fc.property(body, (text) => {
      const { body: parsed, faults } = parseBody(createSource('x.mdx', text), 0);
      expect(couldRun(htmlOf(parsed.blocks))).toEqual([]);
      for (const { line, column, message } of faults) {
        expect(Math.min(line ?? 1, column ?? 1)).toBeGreaterThanOrEqual(1);
        expect(message).not.toBe('');
      }
    }),
    { numRuns },
  );
});

test('no file stops the reader', { timeout: hour }, () => {
  const file = fc
    .tuple(
      fc.array(yaml, { maxLength: 20 }).map((parts) => `---\n${parts.join('')}\n---\n`),
      body,
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(file, (text) => {
      const { entry, faults } = read({ file: 'x.mdx', slug: 'x', text, beside: [], tables: {} });
      expect(entry === undefined && faults.length === 0).toBe(false);
    }),
    { numRuns: Math.ceil(numRuns / 3) },
  );
  expect(Reflect.get({}, 'x')).toBeUndefined();
});

test.each([
  '<script>x</script>',
  '<p onclick="x">',
  '<a href="javascript:x">y</a>',
  '<a href="&#x6a;avascript:x">y</a>',
  '<iframe src="https://a.b/"></iframe>',
  '<p style="x">',
  '<p>a <b',
])('the search for what could run finds %s', (html) => {
  expect(couldRun(html)).not.toEqual([]);
});

/** Blocks as a page has them: components as their words, attributes escaped. */
function htmlOf(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      if (block.kind === 'html') return block.html;
      if (block.kind === 'source') return '';
      const inside = htmlOf(block.children);
      if (block.kind === 'heading')
        return `<h${block.depth} id="${block.id}">${inside}</h${block.depth}>`;
      if (block.kind === 'component') return inside;
      const attributes = Object.entries(block.attributes).map(
        ([key, value]) => ` ${key}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`,
      );
      return `<${block.tag}${attributes.join('')}>${inside}</${block.tag}>`;
    })
    .join('');
}

const safeTag =
  /<\/?(?:p|a|img|br|hr|em|strong|del|code|pre|ul|ol|li|blockquote|table|thead|tbody|tr|t[hd]|h[2-4]|kbd|sub|sup|abbr|details|summary|mark|var|samp|dl|dt|dd|q|cite|ins|s|u|small|b|i)((?: (?:href|src|alt|title|class|id|rel|start|open|lang)(?:="[^"]*")?)*)(?: ?\/)?>/g;
const safeAddress = /^(?:https?:\/\/|mailto:|#|\/(?!\/)|[\w.-]+$)/i;

/** What is no tag that a reader may show, and addresses that lead anywhere but to a page. */
function couldRun(html: string): string[] {
  const addresses = [...html.matchAll(safeTag)].flatMap(([, attributes = '']) =>
    [...attributes.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, value = '']) => value),
  );
  return [
    ...addresses.filter((value) => !safeAddress.test(value)),
    ...html.replaceAll(safeTag, '').split('<').slice(1),
  ];
}
