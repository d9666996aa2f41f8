import { summarizeProfile, type Profile, type Sample, type SampleType } from './pprof-profile.ts';
import {
  createReading,
  ReportError,
  type Frame,
  type Line,
  type Reading,
  type TextFormat,
} from '../../report.ts';
import { parseCount } from '../../text/numbers.ts';

const start = /^\s*(?:PeriodType:|Samples:\s*$)/;
const header =
  /^\s*(?:PeriodType: |Period: |Time: |Duration: |Doc: |Comment: |Samples:\s*$|Locations\s*$|Mappings\s*$)/;
const types = /^\s*\w+\/\w+(?:\[dflt\])?(?:\s+\w+\/\w+(?:\[dflt\])?)*\s*$/;
//   1     229376          1     229376: 1 2 3 4
const sampleRow = /^\s*(-?\d+(?:\s+-?\d+)*):((?:\s+\d+)+)\s*$/;
//                 bytes:[229376]
const labels = /^\s*\w+:\[[^\]]*\]/;
//      1: 0x54756a M=1 main.(*SessionStore).Put /home/dev/project/goleak/main.go:5 s=0
const locationRow = /^\s*(\d+): (0x[0-9a-f]+)(?: M=\d+)?(?: (\S.*))?$/;
//              strings.(*Builder).Grow /usr/lib/go-1.19/src/strings/builder.go:82 s=0
const place = /^\s*(\S.*) (\S+):(\d+)(?::\d+)? s=\d+/;
// 1: 0x400000/0x548000/0x0 /home/dev/project/goleak/goleak  [FN]
const mappingRow = /^\s*\d+: 0x[0-9a-f]+\/0x[0-9a-f]+\/0x[0-9a-f]+(?: (\S+))?/;

/** `go tool pprof -raw`: the whole profile as text, with samples that refer to locations by number. */
export const pprofRaw: TextFormat = {
  id: 'pprof-raw',
  label: 'go tool pprof -raw',
  prefilter:
    /^[ \t]*\w+\/(?:bytes|count)(?:\[dflt\])?[ \t]*(?:\w+\/\w+|$)|^[ \t]*\d+: 0x[0-9a-f]+ M=\d+ /m,

  read(lines) {
    const readings: Reading[] = [];
    let open: Builder | undefined;
    const close = () => {
      if (open && open.samples.length > 0) readings.push(open.reading());
      open = undefined;
    };
    for (const line of lines) {
      if (start.test(line.text) && open && open.samples.length > 0) close();
      if (!open && (header.test(line.text) || types.test(line.text))) open = createBuilder();
      open?.add(line);
    }
    close();
    return readings;
  },
};

interface Builder {
  readonly samples: readonly Sample[];
  add(line: Line): void;
  reading(): Reading;
}

function createBuilder(): Builder {
  const consumed: Line[] = [];
  const samples: Sample[] = [];
  const locations = new Map<number, Frame[]>();
  let sampleTypes: readonly SampleType[] = [];
  let program: string | undefined;
  let last: Frame[] | undefined;

  const understands = ({ number, text }: Line): boolean => {
    if (header.test(text)) return true;
    const mapping = mappingRow.exec(text);
    if (mapping) {
      program ??= mapping[1]?.split('/').at(-1);
      return true;
    }
    const location = locationRow.exec(text);
    if (location) {
      const [, id = '', address = '', rest = ''] = location;
      last = [parseFrame(rest, number) ?? { name: address, at: number }];
      locations.set(Number(id), last);
      return true;
    }
    const sample = sampleRow.exec(text);
    if (sample) {
      samples.push({ values: parseNumbers(sample[1]), locations: parseNumbers(sample[2]) });
      return true;
    }
    if (labels.test(text)) return true;
    if (samples.length === 0 && types.test(text)) {
      sampleTypes = parseTypes(text);
      return true;
    }
    const inlinedInto = last && parseFrame(text, number);
    if (inlinedInto) last?.push(inlinedInto);
    return inlinedInto !== undefined;
  };

  return {
    samples,
    add(line) {
      if (understands(line)) consumed.push(line);
    },
    reading() {
      if (locations.size === 0) throw new ReportError(noLocations);
      const profile: Profile = { sampleTypes, samples, locations, ...(program ? { program } : {}) };
      return createReading('pprof-raw', consumed, summarizeProfile(profile));
    },
  };
}

const parseNumbers = (text = ''): number[] =>
  text
    .trim()
    .split(/\s+/)
    .map((word) =>
      word.startsWith('-') ? -(parseCount(word.slice(1)) ?? 0) : (parseCount(word) ?? 0),
    );

const parseTypes = (text: string): SampleType[] =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => {
      const [type = '', unit = ''] = word.replace('[dflt]', '').split('/');
      return { type, unit };
    });

function parseFrame(text: string, at: number): Frame | undefined {
  const match = place.exec(text);
  if (!match) return undefined;
  const [, name = '', file = '', line = ''] = match;
  return { name: name.trim(), file, line: parseCount(line) ?? 0, at };
}

const noLocations =
  'The output of `go tool pprof -raw` was cut before "Locations", so its stacks have no function names. Provide all of it, or the output of `go tool pprof -traces PROFILE`.';
