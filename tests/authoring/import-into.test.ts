import { describe, expect, test } from 'vitest';

import {
  addToPostmortem,
  readImportedChecksums,
} from '../../src/authoring/import/add-to-postmortem.ts';
import type { Addition } from '../../src/authoring/import/addition.ts';

const sum = 'a'.repeat(64);

const addition: Addition = {
  measurements: [
    {
      id: 'rss',
      kind: 'growth',
      label: 'RSS, by ps',
      metric: 'rss',
      unit: 'B',
      over: 'seconds since start',
      provenance: 'measured',
      source: 'issue',
      recorded: [{ file: 'ps.txt', sha256: sum }],
      lines: [{ label: 'RSS', role: 'before', file: { name: 'rss.csv', x: 'seconds', y: 'rss' } }],
    },
  ],
  improvement: [],
  evidence: [{ tool: 'ps-top', source: 'issue', frames: ['leak: it', "it's"] }],
  tables: [],
  tags: [{ section: 'Symptoms', text: '<MemoryChart of="rss" />' }],
  replaced: [],
  omitted: [],
};

const postmortem = `---
id: 7 # lucky
improvement: { not-measured: 'Nobody looked.' }
# what we used
tools:
  - name:   ps-top
    outcome: helped

# where it is from
sources:
- id: issue
  title: "Leak"
---

## Summary

It leaked.

## Symptoms

It grew.

\`\`\`sh
## Symptoms
\`\`\`

## Fix

None.
`;

describe('an import into a postmortem', () => {
  const added = addToPostmortem(postmortem, addition);

  test('adds lists in their place and tags at the end of their section', () => {
    expect(added).toMatchInlineSnapshot(`
      "---
      id: 7 # lucky
      improvement: { not-measured: 'Nobody looked.' }
      measurements:
        - id: rss
          kind: growth
          label: RSS, by ps
          metric: rss
          unit: B
          over: seconds since start
          provenance: measured
          source: issue
          recorded:
            - file: ps.txt
              sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
          lines:
            - { label: RSS, role: before, file: { name: rss.csv, x: seconds, y: rss } }
      # what we used
      tools:
        - name:   ps-top
          outcome: helped
      evidence:
        - tool: ps-top
          source: issue
          frames:
            - "leak: it"
            - it's

      # where it is from
      sources:
      - id: issue
        title: "Leak"
      ---

      ## Summary

      It leaked.

      ## Symptoms

      It grew.

      \`\`\`sh
      ## Symptoms
      \`\`\`

      <MemoryChart of="rss" />

      ## Fix

      None.
      "
    `);
  });

  test('changes nothing else', () => {
    const lines = added.split('\n');
    let at = 0;
    for (const line of postmortem.split('\n')) {
      at = lines.indexOf(line, at) + 1;
      expect(at, line).toBeGreaterThan(0);
    }
  });

  test('appends to a list that is there, at its indent', () => {
    const twice = addToPostmortem(added, {
      ...addition,
      measurements: [],
      tags: [],
      evidence: [{ tool: 'gdb', source: 'issue', notable: ['bt'] }],
    });
    expect(twice).toContain('    recorded:\n      - file: ps.txt\n');
    expect(twice).toContain(
      `      - it's\n  - tool: gdb\n    source: issue\n    notable:\n      - bt\n\n# where it is from\n`,
    );
  });

  test('takes the place of not-measured, and asks whether the runs compare', () => {
    const improved = addToPostmortem(postmortem, {
      ...addition,
      measurements: [],
      evidence: [],
      tags: [],
      improvement: [
        {
          id: 'leaked',
          label: 'Leaked',
          metric: 'heap',
          before: 10,
          after: 1,
          unit: 'B',
          provenance: 'measured',
          source: 'issue',
        },
      ],
    });
    expect(improved).not.toContain('not-measured');
    expect(improved).toContain('improvement:\n  # open: the same workload');
    expect(improved).toContain(
      '    unit: B\n    provenance: measured\n    source: issue\n# what we used\n',
    );
  });

  test('is known by the sums of its files', () => {
    expect(readImportedChecksums(added)).toEqual(new Set([sum]));
    expect(readImportedChecksums(postmortem)).toEqual(new Set());
  });
});
