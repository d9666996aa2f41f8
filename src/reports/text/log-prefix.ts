/** What programs between a tool and its reader put before each line, such as a time, a host or a line number. */
export interface Prefix {
  /** Every line with this prefix contains these strings; a text without one of them is not searched line by line. */
  readonly required: readonly string[];
  /** Cheap first test of every line: looks at very few characters. */
  readonly starts: RegExp;
  /** Matches the prefix from the start of the line. The first group is the time or number, where there is one. */
  readonly pattern: RegExp;
  /** Minimum number of lines in a row that have the prefix, unless all lines of the text have it. */
  readonly minLines: number;
  /** Whether a line continues the run of the line before it. Without this, it always does. */
  readonly continues?: (previous: RegExpExecArray, next: RegExpExecArray) => boolean;
  /** Whether the prefix belongs to the report, as the time in a table does, and so must stay. `rests` are the lines without it. */
  readonly isContent?: (rests: readonly string[], matches: readonly RegExpExecArray[]) => boolean;
  /** Seconds of the first group of `pattern`, as in `Line.time`. */
  readonly parseTime?: (text: string) => number | undefined;
}

const iso = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?`;
/** Has no comma before the fraction: `2026-11-20 12:00:01,123 MiB` is a row of a CSV table. */
const isoWithPoint = iso.replace('[.,]', '[.]');
const level = '(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL)';

/** Whether the lines are a table or a log of one measured value, whose times are the x axis. */
const isSeries = (rests: readonly string[]): boolean => {
  const filled = rests.filter((rest) => rest.trim() !== '');
  if (filled.length === 0) return true;
  const tabular = filled.filter(isRowOfNumbers).length;
  if (tabular >= filled.length * 0.8) return true;
  if (filled.length < 3) return false;
  const shapes = new Set(filled.map(lineShape));
  return shapes.size === 1 && !shapes.has(undefined);
};

/** Whether a line begins with a number and at least half of its cells are numbers. */
const isRowOfNumbers = (rest: string): boolean => {
  if (!/^[-+]?[\d.]/.test(rest)) return false;
  const cells = rest.slice(0, 400).split(/[\s,;|]+/);
  const numbers = cells.filter((cell) => /^[-+]?[\d.]+[%a-zA-Z]{0,3}$/.test(cell)).length;
  return numbers * 2 >= cells.length;
};

const lineShape = (rest: string): string | undefined => {
  if (rest.length > 200 || !/\d/.test(rest)) return undefined;
  if (rest.trim().split(/\s+/).length > 4) return undefined;
  return rest.replace(/[\d.]+/g, '#');
};

/** Whether the lines are a stack, numbered from 0 or with addresses, functions or modules: its numbers are those of frames, not of lines. */
const isStack = (rests: readonly string[], [first]: readonly RegExpExecArray[]): boolean => {
  const frames = rests.filter((rest) =>
    /^\s*(?:0x)?[\da-fA-F]{6,16}\s|::|\[[^\]]+\]$/.test(rest.slice(0, 2000)),
  );
  return Number(first?.[1]) === 0 || frames.length * 2 > rests.length;
};

const isNextNumber = (previous: RegExpExecArray, next: RegExpExecArray): boolean =>
  Number(next[1]) === Number(previous[1]) + 1;

/** Epoch seconds of an ISO time; one without a zone is taken as UTC. */
const isoTime = (text: string): number | undefined => {
  const [date = '', clock = ''] = text.replace(',', '.').split(/[T ]/);
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(clock) ? clock : `${clock}Z`;
  const milliseconds = Date.parse(`${date}T${zoned.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')}`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
};

const monthNames = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Seconds from the start of the year to `Nov 20 12:00:01`; undefined where the month is not in English. */
const yearTime = (text: string): number | undefined => {
  const [month = '', day = '', clock = ''] = text.split(/ +/);
  const index = monthNames.indexOf(month);
  const [hours = NaN, minutes = NaN, seconds = NaN] = clock.split(':').map(Number);
  if (index < 0) return undefined;
  // 1972 is the first leap year of the epoch.
  const days = (Date.UTC(1972, index, Number(day)) - Date.UTC(1972, 0, 1)) / 86_400_000;
  const time = days * 86_400 + hours * 3600 + minutes * 60 + seconds;
  return Number.isNaN(time) ? undefined : time;
};

/** Epoch seconds of `Thu Dec  7 00:05:14 2017`. */
const dateTime = (text: string): number | undefined => {
  const [, month = '', day = '', clock = '', year = ''] = text.split(/ +/);
  const index = monthNames.indexOf(month) + 1;
  if (index === 0) return undefined;
  return isoTime(`${year}-${pad(index)}-${pad(Number(day))}T${clock}`);
};

const pad = (value: number): string => String(value).padStart(2, '0');

/** In the order they are taken off, outermost first: a log shipper adds its prefix to what the kernel or a logger printed. */
export const prefixes: readonly Prefix[] = [
  // > > text, quoted in mails and issue comments. One level at a time, since a shell prompt may be the same character.
  { required: ['>'], starts: /^>/, pattern: /^> ?/, minLines: 2 },

  // build<tab>Run tests<tab>2026-11-20T12:00:01.1234567Z text (gh run view --log)
  {
    required: ['\t', '-', ':'],
    starts: /^[\w(]/,
    pattern: new RegExp(String.raw`^[^\t]{1,100}\t[^\t]{1,100}\t(${iso})(?: |$)`),
    minLines: 1,
    parseTime: isoTime,
  },
  // [pod/api-6d4b/app] text (kubectl logs --prefix)
  { required: ['[pod/'], starts: /^\[p/, pattern: /^\[pod\/[^\]\s]{1,300}\] ?/, minLines: 1 },
  // api-1  | text (docker compose logs). The bars are in one column.
  {
    required: ['|'],
    starts: /^[a-zA-Z]/,
    pattern: /^([a-zA-Z][\w./-]{0,80}) *\|(?: |$)/,
    minLines: 2,
    continues: (previous, next) => previous[0].indexOf('|') === next[0].indexOf('|'),
    isContent: (rests, matches) =>
      isSeries(rests) ||
      (matches.length > 1 && new Set(matches.map((match) => match[1])).size === matches.length),
  },
  // 2026-11-20T12:00:01.123456789Z stderr F text (containerd and CRI-O log files)
  {
    required: [' std', '-', ':'],
    starts: /^\d{4}-/,
    pattern: new RegExp(String.raw`^(${iso}) (?:stdout|stderr) [FP](?: |$)`),
    minLines: 1,
    parseTime: isoTime,
  },
  // Nov 20 12:00:01 host kernel: text (syslog, journalctl; the month in any language)
  {
    required: [':', ' '],
    starts: /^ {0,8}[^\s\d:[<>|=#]{3,9} {1,2}\d/,
    pattern:
      /^ {0,8}(\p{L}{3,9}\.? {1,2}\d{1,2} \d\d:\d\d:\d\d)(?:\.\d{1,9})? (?:[^\s:[]{1,100} )?[\w.@()/-]{1,60}(?:\[\d{1,10}\])?:(?: |$)/u,
    minLines: 1,
    parseTime: yearTime,
  },
  // 2026-11-20T12:00:01+0000 host kernel: text (journalctl -o short-iso, rsyslog)
  {
    required: ['-', ':'],
    starts: /^ {0,8}\d{4}-/,
    pattern: new RegExp(
      String.raw`^ {0,8}(${iso}) (?:[^\s:[]{1,100} )?(?:kernel|[\w.@()/-]{1,60}\[\d{1,10}\]):(?: |$)`,
    ),
    minLines: 1,
    parseTime: isoTime,
  },
  // <6>[12345.678901] text, [12345.678901][  T123] text (dmesg -r, dmesg)
  {
    required: ['[', '.', ']'],
    starts: /^ {0,8}[<[][\d ]/,
    pattern: /^ {0,8}(?:<\d{1,3}>)?\[ {0,8}(\d{1,10}\.\d{6})\](?:\[ {0,8}[TC]\d{1,10}\])?(?: |$)/,
    minLines: 1,
    parseTime: Number,
  },
  // [Thu Dec  7 00:05:14 2017] text (dmesg -T)
  {
    required: ['[', ':', ']'],
    starts: /^ {0,8}\[[^\s\d[\]]{2,4} /,
    pattern: /^ {0,8}\[(\p{L}{2,4} \p{L}{3,5}\.? {1,2}\d{1,2} \d\d:\d\d:\d\d \d{4})\](?: |$)/u,
    minLines: 1,
    parseTime: dateTime,
  },
  // I1120 12:00:01.123456       1 file.go:12] text (klog)
  {
    required: [':', '] '],
    starts: /^[IWEF]\d/,
    pattern: /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ [\w./-]{1,200}:\d{1,7}\] /,
    minLines: 1,
  },
  // 2026-11-20 12:00:01,123 ERROR [main] org.example.Cache - text (Logback, Log4j, Python, Spring Boot). The name of an
  // exception is not that of a logger, but the start of the text.
  {
    required: ['-', ':'],
    starts: /^[\d[]/,
    pattern: new RegExp(
      String.raw`^\[?(${iso})\]? +(?:\[[^\]\s]{1,100}\] +)?\[?${level}\]? +(?:\d{1,10} --- +)?(?:\[[^\]]{1,100}\] +)?(?:(?!\S{0,150}(?:Error|Exception)\b)[\w.$/:-]{1,150} *)?(?:-|:) `,
    ),
    minLines: 2,
    parseTime: isoTime,
  },
  // [2026-11-20T12:00:01Z INFO  app] text (env_logger). In the JVM's unified log another bracket or GC(1) follows.
  {
    required: ['[', '-', ':'],
    starts: /^\[\d{4}-/,
    pattern: new RegExp(String.raw`^\[(${iso})(?: [^\][]{1,100})?\] (?!\[|GC\()`),
    minLines: 2,
    isContent: isSeries,
    parseTime: isoTime,
  },
  // 2026-11-20T12:00:01.1234567Z text (docker logs -t, GitHub Actions)
  {
    required: ['-', ':'],
    starts: /^ {0,8}\d{4}-/,
    pattern: new RegExp(String.raw`^ {0,8}(${isoWithPoint})(?:[ \t]|$)`),
    minLines: 2,
    isContent: isSeries,
    parseTime: isoTime,
  },
  // 12 | text
  {
    required: ['|'],
    starts: /^ *\d/,
    pattern: /^ {0,8}(\d{1,9}) ?\|(?: |$)/,
    minLines: 3,
    continues: isNextNumber,
    isContent: isSeries,
  },
  // 12: text (grep -n) and 12<tab>text (cat -n), but not the rank in a class histogram, which wide columns follow, nor the
  // number of a stack frame, which an address follows.
  {
    required: [],
    starts: /^ *\d/,
    pattern: /^ {0,8}(\d{1,9})(?::(?! {2,}\d+ | 0x)(?: |$)|\t(?!0x))/,
    minLines: 3,
    continues: isNextNumber,
    isContent: (rests, matches) => isSeries(rests) || isStack(rests, matches),
  },
];
