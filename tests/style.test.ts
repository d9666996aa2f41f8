import { globSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

/** Where colors are defined. Card images, downloaded and explored charts cannot read the tokens of a page. */
const palettes = [
  /^src\/styles\/tokens\.css$/,
  /^src\/charts\/render\/theme\.ts$/,
  /^src\/charts\/cards\b/,
  /^src\/pages\/explore\.astro$/,
];

const inCss =
  /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(|:\s*(?:black|white|red|green|blue|gr[ae]y|orange|teal|silver)\b/gi;
const inCode = /(?<=['"`])(?:#[0-9a-f]{3,8}(?=['"`])|(?:rgba?|hsla?|oklch)\()/gi;

const files = globSync('src/**/*.{css,astro,ts}').filter(
  (file) => !palettes.some((palette) => palette.test(file)),
);

test.each(files)('%s takes its colors from the tokens', (file) => {
  expect(colorsIn(file, readFileSync(file, 'utf8'))).toEqual([]);
});

test('finds colors in rules, in style elements and in code', () => {
  expect(colorsIn('a.css', 'a { color: #fff; background: rgb(0 0 0); border-color: red }')).toEqual(
    ['#fff', 'rgb(', ': red'],
  );
  expect(
    colorsIn('a.astro', '<a href="#add" fill="#123"/><style>a { color: oklch(1 0 0) }</style>'),
  ).toEqual(['#123', 'oklch(']);
  expect(colorsIn('a.ts', "const ink = '#112233';")).toEqual(['#112233']);
  expect(colorsIn('a.css', 'a#add { color: var(--ink) } /* issue #123 */')).toEqual([]);
});

function colorsIn(file: string, text: string): string[] {
  if (file.endsWith('.ts')) return text.match(inCode) ?? [];
  return stylesOf(file, text).flatMap((style) => declarations(style).match(inCss) ?? []);
}

function stylesOf(file: string, text: string): string[] {
  if (file.endsWith('.css')) return [text];
  const inside = text.matchAll(
    /<style[^>]*>(?<rules>[^]*?)<\/style>|\b(?:fill|stroke|stop-color)="(?<paint>[^"]*)"|\bstyle="(?<style>[^"]*)"/g,
  );
  return [...inside].map(({ groups }) => {
    const { rules, paint, style } = groups ?? {};
    return rules ?? `{ x: ${paint ?? style ?? ''} }`;
  });
}

/** The rules without comments and selectors, where # begins an id. */
const declarations = (style: string) =>
  style.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/[^{};]*\{/g, '{');
