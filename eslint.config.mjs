import astro from 'eslint-plugin-astro';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** A wrong import fails with the sentence that says where the code belongs instead. */
const forbid = (files, ...patterns) => ({
  files,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});

const platform = (place) => ({
  regex: '^(node:|astro:|astro$)',
  message: `${place} must stay pure: it also runs in the browser, in tests and on the command line. Read files in src/cli, src/reading/read-content.ts or src/scripts and pass the data in.`,
});

const onlyOurs = (place, words) => ({
  regex: String.raw`^\.\./(?!(${words.join('|')})\.ts$)`,
  allowTypeImports: true,
  message: `${place} may import only ${words.map((word) => `src/${word}.ts`).join(', ')} and types. Pass other things in as arguments.`,
});

const drawing = {
  regex: '^vega(-lite)?$',
  allowTypeImports: true,
  message:
    'Only src/charts/render.ts runs vega and vega-lite, so that no page loads them. Call it with a chart.',
};

const collections = {
  regex: '^astro:content$',
  message:
    'Only src/postmortems.ts and pages read astro:content. Take the data as props or arguments.',
};

const commandLine = {
  regex: '/cli/',
  message: 'src/cli is the command line, and nothing else may need it. Move the shared part up.',
};

const views = {
  regex: '/(components|pages|scripts)/|^astro:',
  message:
    'The command line knows no pages. Move the shared part to src, where both can import it.',
};

export default defineConfig([
  globalIgnores([
    'dist/',
    '.astro/',
    '.cache/',
    'test-results/',
    'playwright-report/',
    'tests/reports/*/',
    'src/scripts/page-inline.js',
  ]),
  tseslint.configs.recommendedTypeChecked,
  astro.configs['flat/recommended'],
  {
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  // Types inside .astro files are checked by astro check.
  {
    files: ['**/*.astro', '**/*.astro/*.ts', '**/*.mjs', '**/*.js'],
    ...tseslint.configs.disableTypeChecked,
  },

  forbid(['src/{units,vocabulary}.ts'], platform('src/units.ts and src/vocabulary.ts'), drawing, {
    regex: String.raw`^\.\.?/`,
    message:
      'src/units.ts and src/vocabulary.ts are what all else stands on and import nothing of ours.',
  }),
  forbid(
    [
      'src/{schema,content,fault,improvement,figure,facets,paths,related}.ts',
      'src/{checks,permalinks,writing,import,root-cause-index,match-answer,mdx,images,secrets}/**',
    ],
    platform('The core of src'),
    drawing,
    commandLine,
  ),
  forbid(
    ['src/reports/**'],
    platform('src/reports'),
    drawing,
    commandLine,
    onlyOurs('src/reports', ['units', 'vocabulary', 'fault']),
  ),
  forbid(
    ['src/match/**'],
    platform('src/match'),
    drawing,
    commandLine,
    onlyOurs('src/match', ['vocabulary', 'units']),
  ),
  forbid(
    ['src/charts/**'],
    platform('src/charts'),
    drawing,
    commandLine,
    onlyOurs('src/charts', ['units', 'improvement', 'figure', 'vocabulary']),
  ),
  forbid(
    ['src/charts/render.ts'],
    platform('src/charts'),
    commandLine,
    onlyOurs('src/charts', ['units', 'improvement', 'figure', 'vocabulary']),
  ),
  forbid(['src/components/**'], drawing, collections, commandLine, {
    regex: '^node:',
    message: 'A component gets its data as props. Read files in src/postmortems.ts or in the page.',
  }),
  forbid(['src/pages/**'], drawing, commandLine),
  forbid(['src/scripts/**'], platform('src/scripts'), drawing, commandLine, {
    regex: '/(pages|components)/',
    message: 'Browser code knows no pages. Attach it to a custom element or a data- attribute.',
  }),
  forbid(['src/cli/**'], drawing, views),
]);
