/** What DHAT prints on the console: totals. The stacks are in the file it writes. */

import {
  createReading,
  type Fact,
  type Line,
  type Reading,
  type TextFormat,
} from '../../report.ts';
import { parseGrouped, splitProcess } from './valgrind.ts';

export const dhatConsole: TextFormat = {
  id: 'dhat-console',
  label: 'DHAT on the console',
  tool: 'dhat',
  prefilter: /(?:==|--) (?:DHAT, a dynamic heap analysis tool|At t-(?:gmax|end|final): )/m,
  read,
};

const banner = /^DHAT, a dynamic heap analysis tool/;
// Total:     580,992 bytes in 462 blocks
const total = /^(Total|At t-gmax|At t-end|At t-final):\s+([\d,]+) bytes(?: in ([\d,]+) blocks)?/;
const command = /^Command: (.*)$/;
const skipped =
  /^(?:Copyright \(C\) |Using Valgrind-|Parent PID: |Reads:|Writes:|To view the resulting profile|  file:\/\/|in a web browser, click|  \/|The text at the bottom explains|\s*$)/;

interface Draft {
  readonly consumed: Line[];
  readonly facts: Fact[];
  file: string;
  isEvidence: boolean;
}

function read(lines: readonly Line[]): readonly Reading[] {
  const drafts: Draft[] = [];
  const currentByProcess = new Map<string, Draft>();
  for (const processLine of lines) {
    const { line, process, text } = splitProcess(processLine);
    if (process === '') continue;
    let draft = currentByProcess.get(process);
    if (!draft || banner.test(text)) {
      draft = { consumed: [], facts: [], file: '', isEvidence: false };
      drafts.push(draft);
      currentByProcess.set(process, draft);
    }
    if (consumeLine(draft, text, line.number)) draft.consumed.push(line);
  }
  return drafts.filter(({ isEvidence }) => isEvidence).map(toReading);
}

function consumeLine(draft: Draft, text: string, at: number): boolean {
  const [, name = '', bytes, blocks] = total.exec(text) ?? [];
  if (name.startsWith('At ') || banner.test(text)) draft.isEvidence = true;
  if (name === 'Total')
    draft.facts.push(
      { key: 'allocated', value: parseGrouped(bytes), at },
      { key: 'allocations', value: parseGrouped(blocks), at },
    );
  else if (name !== '')
    draft.facts.push({
      key: name === 'At t-gmax' ? 'peak-heap' : 'live-heap',
      value: parseGrouped(bytes),
      at,
    });
  const [, ran] = command.exec(text) ?? [];
  if (ran) draft.facts.push({ key: 'command', value: ran.trim(), at });
  const [, file] = /^ {2}(\/.*)$/.exec(text) ?? [];
  if (file) draft.file = file.trim();
  return name !== '' || ran !== undefined || banner.test(text) || skipped.test(text);
}

const toReading = ({ consumed, facts, file }: Draft): Reading =>
  createReading(dhatConsole.id, consumed, {
    facts,
    warnings: [
      {
        code: 'summary-only',
        text: `There are totals and no stacks. Give the JSON file that DHAT wrote${file ? ` (${file})` : ' (dhat.out.PID)'}.`,
      },
    ],
  });
