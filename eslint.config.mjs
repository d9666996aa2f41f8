import astro from 'eslint-plugin-astro';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Which rooms of src each room may import. Arrows run downward only: a room stands above all that it imports. */
const rooms = {
  reports: [],
  match: ['reports'],
  library: ['reports', 'match'],
  model: ['reports'],
  charts: ['reports', 'model'],
  'root-cause-index': ['reports', 'model', 'charts'],
  content: ['reports', 'model', 'charts', 'root-cause-index'],
  affected: ['reports', 'model'],
  find: ['reports', 'match', 'model', 'charts', 'root-cause-index', 'content', 'affected'],
  outputs: ['reports', 'match', 'model', 'charts', 'root-cause-index', 'content', 'find'],
  site: ['reports', 'match', 'model', 'charts', 'root-cause-index', 'content', 'find', 'outputs'],
  scripts: ['reports', 'match', 'model', 'charts', 'affected', 'find', 'outputs', 'site'],
  authoring: ['reports', 'match', 'model', 'charts', 'content', 'find', 'outputs', 'scripts'],
  components: [
    ...['reports', 'match', 'model', 'charts', 'root-cause-index', 'content', 'find', 'outputs'],
    ...['site', 'scripts', 'authoring', 'styles'],
  ],
  pages: [
    ...['reports', 'match', 'model', 'charts', 'root-cause-index', 'content', 'find', 'outputs'],
    ...['affected', 'site', 'scripts', 'authoring', 'components', 'styles'],
  ],
  cli: [
    ...['reports', 'match', 'model', 'charts', 'root-cause-index', 'content', 'find', 'outputs'],
    ...['affected', 'authoring'],
  ],
};

/** A wrong import fails with the sentence that says where the code belongs instead. */
const forbid = (files, patterns) => ({
  files,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});

/** What a room may not import, for the files named: the rooms that are not below it, and the platform where it is pure. */
function room(name, { files = [`src/${name}/**`], pure = false } = {}) {
  const below = rooms[name];
  const others = [...Object.keys(rooms), 'styles'].filter(
    (other) => other !== name && !below.includes(other),
  );
  return forbid(files, [
    {
      regex: String.raw`^(\.\./)+(${others.join('|')})/`,
      message: `src/${name} may import only ${below.length === 0 ? 'itself' : below.map((other) => `src/${other}`).join(', ')}. Move what both need to a room below, or pass it in as an argument.`,
    },
    ...(pure
      ? [
          {
            regex: '^(node:|astro:|astro$)',
            message: `src/${name} must stay pure here: it also runs in the browser, in tests and on the command line. Read files in src/cli, src/content/read or src/scripts and pass the data in.`,
          },
        ]
      : []),
    {
      regex: '^vega(-lite)?$',
      message: 'Only /explore/ runs Vega, through vega-embed in src/scripts/explore.ts.',
    },
  ]);
}

export default defineConfig([
  globalIgnores([
    'dist/',
    'package/',
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

  room('reports', { pure: true }),
  room('match', { pure: true }),
  room('library', { pure: true }),
  room('model', { pure: true }),
  room('charts'),
  room('charts', { files: ['src/charts/*.ts', 'src/charts/render/**'], pure: true }),
  room('root-cause-index', { pure: true }),
  room('content'),
  room('content', { files: ['src/content/{checks,images,mdx,permalinks,secrets}/**'], pure: true }),
  room('affected', { pure: true }),
  room('find'),
  room('find', { files: ['src/find/{report,words}/**'], pure: true }),
  room('outputs', { pure: true }),
  room('site'),
  room('scripts', { pure: true }),
  room('authoring'),
  room('authoring', { files: ['src/authoring/*.ts', 'src/authoring/import/**'], pure: true }),
  room('components', { pure: true }),
  room('pages'),
  room('cli'),
]);
