import { describe, expect, test } from 'vitest';

import { commonTerms } from '../../src/match/background.ts';
import { noNames } from '../../src/match/libraries.ts';
import { reportTerms } from '../../src/find/report/match-catalogue.ts';
import { buildMatchIndex } from '../../src/match/match-index.ts';
import { matchReports } from '../../src/match/match.ts';
import { buildSignature, type Signature } from '../../src/match/signature.ts';
import { normalizeSymbol } from '../../src/match/symbols.ts';
import { symbolTerms } from '../../src/match/terms.ts';
import { createReport, type Report } from '../../src/reports/report.ts';
import { content, hasPastes } from './published.ts';

const signatures = content.postmortems.map(buildSignature);
const index = buildMatchIndex(signatures, reportTerms(content.vocabulary));

/** An incident's own evidence as if its tools had just printed it: the frames as stacks, all else as messages. */
const reportOfSignature = ({ stacks, notable, errors }: Signature): Report =>
  createReport('signature', {
    sites: stacks.map((stack) => ({ kind: 'leaked', frames: stack.map((name) => ({ name })) })),
    messages: [...notable, ...errors].map((text) => ({ text })),
  });

const withEvidence = signatures.filter(
  ({ stacks, notable, errors }) => stacks.length + notable.length + errors.length > 0,
);

/** Of the incidents with evidence. What some show is the same in any program: three counters that every memory cgroup has. */
const minShareFirst = 0.98;

test('the evidence of nearly every incident finds the incident first', () => {
  const others = withEvidence.filter(
    (signature) => matchReports([reportOfSignature(signature)], index)[0]?.id !== signature.id,
  );
  expect(
    1 - others.length / withEvidence.length,
    others.map(({ slug }) => slug).join(', '),
  ).toBeGreaterThanOrEqual(minShareFirst);
});

describe('a frame of the evidence', () => {
  const frames = withEvidence.flatMap(({ slug, stacks }) =>
    stacks.flat().map((frame) => [slug, frame] as const),
  );

  test('is normalized to itself', () => {
    for (const [slug, frame] of frames) {
      const symbol = normalizeSymbol(frame);
      expect(normalizeSymbol(symbol), slug).toBe(symbol);
    }
  });

  test.runIf(hasPastes)('is nothing that healthy programs show', () => {
    const common = frames.filter(([, frame]) =>
      commonTerms.has(symbolTerms(frame, noNames)[0] ?? ''),
    );
    expect(common).toEqual([]);
  });
});

test.runIf(hasPastes)('the whole index is a small file', async () => {
  const json = new TextEncoder().encode(JSON.stringify(signatures));
  const packed = await new Response(
    new Blob([json]).stream().pipeThrough(new CompressionStream('gzip')),
  ).arrayBuffer();
  // Brotli, which hosts prefer, takes a tenth less.
  expect(packed.byteLength / signatures.length).toBeLessThan(300);
});
