import {
  createReading,
  type Frame,
  type Line,
  type Reading,
  type TextFormat,
} from '../../report.ts';
import { parseFrame } from '../native/stack-frames.ts';
import { parseCount } from '../../text/numbers.ts';

const id = 'node-listeners';

/**
 * Node.js's warning about many listeners on one emitter, with the stack that --trace-warnings adds:
 *
 *     (node:16991) MaxListenersExceededWarning: Possible EventEmitter memory leak detected. 11 tick listeners added to [EventEmitter]. …
 *     (node) warning: possible EventEmitter memory leak detected. 11 listeners added. Use emitter.setMaxListeners() to increase limit.
 */
export const nodeListeners: TextFormat = {
  id,
  label: 'Node.js listener warning',
  prefilter: /[Pp]ossible \w{1,40} memory leak detected/m,
  read(lines): Reading[] {
    return lines.flatMap((line, index) => {
      const match = warning.exec(line.text.slice(0, 4000));
      return match ? [readOne(match, line, lines, index)] : [];
    });
  },
};

const warning =
  /(?:(?:MaxListenersExceeded)?[Ww]arning: )?[Pp]ossible (\w{1,40}) memory leak detected\. (\d{1,12}) (?:(.{1,200}) )?listeners? added(?: to \[(.{1,200}?)\])?.*$/;
const advice =
  /^\s*\(Use `node --trace-warnings \.\.\.` to show where the warning was created\)\s*$/;

function readOne(
  match: RegExpExecArray,
  line: Line,
  lines: readonly Line[],
  index: number,
): Reading {
  const [text, base = '', count = '', , owner = base] = match;
  const consumed = [line];
  const frames: Frame[] = [];
  for (const next of lines.slice(index + 1, index + 60)) {
    const found = parseFrame(next);
    if (found?.style === 'at') frames.push(found.frame);
    else if (!advice.test(next.text) && !/^\s*Trace:?\s*$/.test(next.text)) break;
    consumed.push(next);
  }
  const listeners = parseCount(count) ?? 0;
  return createReading(id, consumed, {
    sites: frames.length > 0 ? [{ kind: 'live', frames, count: listeners }] : [],
    classes: [{ name: owner, at: line.number }],
    messages: [{ text: text.trim(), at: line.number }],
    facts: [{ key: 'listeners', value: listeners, at: line.number }],
    warnings:
      frames.length > 0
        ? []
        : [
            {
              code: 'no-stack',
              text: 'The warning does not show what adds the listeners. Run node with --trace-warnings and provide the stack.',
            },
          ],
  });
}
