import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { renderFields } from '../../docs/fields.ts';

describe('docs/fields.md', () => {
  test('lists the fields of the schema; "npx node docs/fields.ts" updates it', () => {
    const file = join(import.meta.dirname, '../../docs/fields.md');
    expect(readFileSync(file, 'utf8')).toBe(renderFields());
  });

  test('gives name, need, type and meaning of a field', () => {
    const lines = renderFields().split('\n');
    expect(lines).toContain(
      '- `title` (required; text of at most 140 characters): one line on what happened',
    );
    expect(lines).toContain(
      '- `layer` (required; list of terms from `layers`): the layers in which the fault was',
    );
    expect(lines).toContain(
      '  - `note` (optional; text): one line on what ranges cannot say, such as the setting that it takes',
    );
  });
});
