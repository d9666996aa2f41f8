import {
  createReading,
  type Fact,
  type Frame,
  type Line,
  type Reading,
  type Report,
  type Site,
  type TextFormat,
} from '../../report.ts';
import { groupSections, type SectionRole } from '../../text/group-lines.ts';

const id = 'v8-out-of-memory';

/**
 * What Node.js prints when V8 runs out of memory: the fatal error, the JavaScript stack (old versions only) and the native stack.
 * The garbage collections printed before it are read by trace-gc.ts.
 */
export const v8OutOfMemory: TextFormat = {
  id,
  label: 'Node.js out of memory',
  prefilter:
    /FATAL ERROR: |# Fatal (?:process|JavaScript)|<--- (?:Last few GCs|JS stacktrace) --->|ERR_WORKER_OUT_OF_MEMORY|^ {0,4}\d{1,3}: .{0,40}(?:node|v8)::/m,
  read: (lines): Reading[] =>
    groupSections(lines, classify).map((section) => createReading(id, section, read(section))),
};

// FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
const fatal =
  /(?:FATAL ERROR: |# Fatal (?:process|JavaScript) |\[ERR_WORKER_OUT_OF_MEMORY\]: ).*(?:memory|OOM|[Aa]llocation|heap|invalid (?:size|array length|string length)).*$/;
//  1: 0xb78db3 node::OOMErrorHandler(char const*, v8::OOMDetails const&) [node]     4: 0x10fb205  [node]
const native =
  /^\s*(\d{1,3}): (?:(0x[\da-f]{4,16}|[\dA-F]{8,16}) )?((?:.*?[^\s\]])?)(?:\+0x[\da-f]+|\+\d+)? *\[([^[\]]+)\]( ?\[[^[\]]+\])?$/;
const windows = /^\s*(\d{1,3}): ([\dA-F]{8,16}) (\S.*?)(?:\+\d+)?$/;
//     1: _walkTree(aka walkTree) [0x3d0c] [/app/walk.js:123] [bytecode=0x1 offset=12](this=0x2 <Object>)
const script =
  /^\s*(\d{1,3}): (.{1,300}?) \[(?:0x[\da-f]+\] \[)?([^[\]]+\.[cm]?[jt]sx?):~?(\d{1,9})\]/;
const scriptNoise =
  /^\s*\d{1,3}: (?:(?:Exit|Stub|Internal|Entry|Builtin|Construct)\w*Frame|arguments adaptor frame|builtin exit frame|.{0,300}\(this=)|^Security context: |^={4} (?:JS stack trace|Details|Key) ?=/;
const banners =
  /^\s*(?:<--- (?:Last few GCs|JS stacktrace) --->|-{5} Native stack trace -{5}|#|Cannot get stack trace in GC\.|Writing Node\.js report to file: .*|Node\.js report completed)\s*$/;

function classify(text: string): SectionRole {
  if (text.length > 4000) return undefined;
  if (banners.test(text)) return text.includes('Last few GCs') ? 'start' : 'inside';
  if (fatal.test(text) || script.test(text) || scriptNoise.test(text)) return 'part';
  const frame = native.exec(text) ?? windows.exec(text);
  if (frame) return /\b(?:node|v8|uv)\b/.test(text) ? 'part' : 'inside';
  return /^\s*(?:Aborted|Trace\/breakpoint trap|Illegal instruction)(?: \(core dumped\))?$/.test(
    text,
  )
    ? 'inside'
    : undefined;
}

function read(section: readonly Line[]): Partial<Report> {
  const messages = section.flatMap(({ text, number: at }) => {
    const found = fatal.exec(text)?.[0];
    return found === undefined
      ? []
      : [{ text: found.replace(/^# /, '').replace(/[\s'"`]{1,3}$/, ''), at }];
  });
  const scripts = section.flatMap(scriptFrame);
  const natives = section.flatMap(nativeFrame);
  const site = (frames: readonly Frame[]): Site[] =>
    frames.length > 0 ? [{ kind: 'victim', frames }] : [];
  const sites = [...site(scripts), ...site(natives)];
  const kind = messages[0];
  const fact: Fact[] = kind
    ? [{ key: 'oom-kind', value: failureKind(kind.text), at: kind.at }]
    : [];
  return {
    sites,
    messages,
    facts: fact,
    warnings:
      sites.length === 0
        ? []
        : [
            {
              code: 'victim-stack',
              text: 'The stack shows where memory ran out, which is not necessarily what used it up. Run with --heapsnapshot-near-heap-limit=2 or --heap-prof and provide the file that it writes.',
            },
          ],
  };
}

const failureKind = (text: string): string =>
  / - ([A-Z][\w ]*memory)/.exec(text)?.[1] ?? text.replace(/^FATAL ERROR: /, '');

function scriptFrame({ text, number: at }: Line): Frame[] {
  const match = script.exec(text);
  if (!match) return [];
  const [, , name = '', file = '', line = ''] = match;
  const bare = name
    .replace(/^\/\* (.*) \*\/$/, '$1')
    .replace(/\(aka .*$/, '')
    .trim();
  return [{ name: bare === '' ? `${file}:${line}` : bare, file, line: Number(line), at }];
}

function nativeFrame({ text, number: at }: Line): Frame[] {
  if (script.test(text) || scriptNoise.test(text)) return [];
  const match = native.exec(text) ?? windows.exec(text);
  if (!match) return [];
  const [, , address = '?', name = '', module] = match;
  const stated = name.trim();
  return [
    { name: stated === '' ? address : stated, ...(module === undefined ? {} : { module }), at },
  ];
}
