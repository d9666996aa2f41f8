import {
  createReading,
  type Frame,
  type Line,
  type Reading,
  type Report,
  type TextFormat,
} from '../../report.ts';
import { groupSections, type SectionRole } from '../../text/group-lines.ts';
import { parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

const id = 'rust-failure';

/** A failed allocation or a panic of a Rust program, with the backtrace that RUST_BACKTRACE=1 prints. */
export const rustFailure: TextFormat = {
  id,
  label: 'Rust allocation failure or panic',
  prefilter:
    /memory allocation of \d{1,30} bytes failed|^thread '.{0,200}' (?:\(\d{1,12}\) )?panicked at|^ {0,12}\d{1,4}: .{0,80}(?:rust_oom|rust_begin_unwind|std::panicking|core::panicking|handle_alloc_error|alloc::alloc::)/m,
  read: (lines): Reading[] =>
    groupSections(lines, classify, 2).map((section) => createReading(id, section, read(section))),
};

const failed = /memory allocation of (\d{1,30}) bytes failed/;
// thread 'main' panicked at 'capacity overflow', library/alloc/src/raw_vec.rs:524:5     thread 'main' panicked at src/main.rs:4:5:
const panicked = /^\s*thread '.*' (?:\(\d+\) )?panicked at .*$/;
//   10: oom::grow_index       10:     0x55d5c8f0e1a0 - oom::grow_index::h3c1f0a9b8e7d6c5b
const frame = /^ {0,12}(\d{1,4}): {1,12}(?:0x[\da-f]{4,16} - )?(\S.*)$/;
//              at /home/dev/oom.rs:1:46
const place = /^\s+at (\S.*?):(\d{1,9})(?::\d{1,9})?$/;
const inner =
  /^\s*(?:stack backtrace:|note: .*|Aborted(?: \(core dumped\))?|fatal runtime error: .*)$/;

function classify(text: string): SectionRole {
  if (text.length > 4000) return undefined;
  if (failed.test(text) || panicked.test(text)) return 'start';
  if (/rust_oom|rust_begin_unwind|std::panicking|core::panicking|alloc::alloc::/.test(text))
    return frame.test(text) ? 'part' : undefined;
  return frame.test(text) || place.test(text) || inner.test(text) ? 'inside' : undefined;
}

function read(section: readonly Line[]): Partial<Report> {
  const frames: Frame[] = [];
  for (const { text, number: at } of section) {
    const [, , name] = frame.exec(text) ?? [];
    const [, file = '', line] = place.exec(text) ?? [];
    const last = frames.at(-1);
    if (name !== undefined) frames.push({ name: name.trim(), at });
    else if (line !== undefined && last)
      frames[frames.length - 1] = { ...last, file, line: Number(line) };
  }
  const headline = section.find(({ text }) => failed.test(text) || panicked.test(text));
  const bytes = headline && failed.exec(headline.text)?.[1];
  return {
    sites: frames.length > 0 ? [{ kind: 'victim', frames }] : [],
    messages: headline ? [{ text: headline.text.trim(), at: headline.number }] : [],
    facts:
      bytes === undefined || headline === undefined
        ? []
        : [...optionalFact('failed-allocation', parseCount(bytes), headline.number)],
    warnings:
      frames.length > 0
        ? [
            {
              code: 'victim-stack',
              text: 'The stack shows where memory ran out, which is not necessarily what used it up. Run the program under heaptrack, or take a jemalloc profile.',
            },
          ]
        : [
            {
              code: 'no-stack',
              text: 'There is no stack. Build with debug = "line-tables-only" in the Cargo profile and run with RUST_BACKTRACE=1.',
            },
          ],
  };
}
