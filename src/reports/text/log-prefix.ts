/** What programs between a tool and a reader put before each line. */
export interface Prefix {
  /** Every text with such a line contains these, so that most texts are done with it at once. */
  readonly needs: readonly string[];
  /** Tried first on every line of any text, so it looks at very few characters. */
  readonly starts: RegExp;
  /** From the start of the line. The first group is the time or number, where there is one. */
  readonly pattern: RegExp;
  /** Fewest lines of a run; a text of fewer lines has to wear it whole. */
  readonly least: number;
  /** Whether a line carries on the run that the line before it is in. Without this, it does. */
  readonly follows?: (previous: RegExpExecArray, next: RegExpExecArray) => boolean;
  /** Whether a run has to keep it, because the prefix is part of what was reported. `rests` are the lines without it. */
  readonly keeps?: (rests: readonly string[], matches: readonly RegExpExecArray[]) => boolean;
  /** See Line.time. */
  readonly timeOf?: (text: string) => number | undefined;
}

const iso = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?`;
/** Without a comma: `2026-11-20 12:00:01,123 MiB` is a row of a table. */
const isoWithPoint = iso.replace('[.,]', '[.]');
const level = '(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL)';

/** A table or a log of one measured value: its times are the x axis. */
const isSeries = (rests: readonly string[]): boolean => {
  const filled = rests.filter((rest) => rest.trim() !== '');
  if (filled.length === 0) return true;
  const tabular = filled.filter(isRowOfNumbers).length;
  if (tabular >= filled.length * 0.8) return true;
  if (filled.length < 3) return false;
  const shapes = new Set(filled.map(lineShape));
  return shapes.size === 1 && !shapes.has(undefined);
};

/** The first lines of a row are its header, in words; the rest begins with a number and is mostly numbers. */
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

/** Frames of a stack, which counts from 0 or names functions: the numbers are places in it, not lines of a file. */
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

/** Seconds since the year began of `Nov 20 12:00:01`; undefined where the month is in another language. */
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

/** Outermost first: a shipper's mark is around what the kernel or a logger printed. */
export const prefixes: readonly Prefix[] = [
  // > > nested, as mails and issue comments quote. One level at a time: a prompt in a quoted text has the same sign.
  { needs: ['>'], starts: /^>/, pattern: /^> ?/, least: 2 },

  // build<tab>Run tests<tab>2026-11-20T12:00:01.1234567Z text (gh run view --log)
  {
    needs: ['\t', '-', ':'],
    starts: /^[\w(]/,
    pattern: new RegExp(String.raw`^[^\t]{1,100}\t[^\t]{1,100}\t(${iso})(?: |$)`),
    least: 1,
    timeOf: isoTime,
  },
  // [pod/api-6d4b/app] text (kubectl logs --prefix)
  { needs: ['[pod/'], starts: /^\[p/, pattern: /^\[pod\/[^\]\s]{1,300}\] ?/, least: 1 },
  // api-1  | text (docker compose logs). The bars stand in one column.
  {
    needs: ['|'],
    starts: /^[a-zA-Z]/,
    pattern: /^([a-zA-Z][\w./-]{0,80}) *\|(?: |$)/,
    least: 2,
    follows: (previous, next) => previous[0].indexOf('|') === next[0].indexOf('|'),
    keeps: (rests, matches) =>
      isSeries(rests) ||
      (matches.length > 1 && new Set(matches.map((match) => match[1])).size === matches.length),
  },
  // 2026-11-20T12:00:01.123456789Z stderr F text (containerd and CRI-O log files)
  {
    needs: [' std', '-', ':'],
    starts: /^\d{4}-/,
    pattern: new RegExp(String.raw`^(${iso}) (?:stdout|stderr) [FP](?: |$)`),
    least: 1,
    timeOf: isoTime,
  },
  // Nov 20 12:00:01 host kernel: text (syslog, journalctl; the month in any language)
  {
    needs: [':', ' '],
    starts: /^ {0,8}[^\s\d:[<>|=#]{3,9} {1,2}\d/,
    pattern:
      /^ {0,8}(\p{L}{3,9}\.? {1,2}\d{1,2} \d\d:\d\d:\d\d)(?:\.\d{1,9})? (?:[^\s:[]{1,100} )?[\w.@()/-]{1,60}(?:\[\d{1,10}\])?:(?: |$)/u,
    least: 1,
    timeOf: yearTime,
  },
  // 2026-11-20T12:00:01+0000 host kernel: text (journalctl -o short-iso, rsyslog)
  {
    needs: ['-', ':'],
    starts: /^ {0,8}\d{4}-/,
    pattern: new RegExp(
      String.raw`^ {0,8}(${iso}) (?:[^\s:[]{1,100} )?(?:kernel|[\w.@()/-]{1,60}\[\d{1,10}\]):(?: |$)`,
    ),
    least: 1,
    timeOf: isoTime,
  },
  // <6>[12345.678901] text, [12345.678901][  T123] text (dmesg -r, dmesg)
  {
    needs: ['[', '.', ']'],
    starts: /^ {0,8}[<[][\d ]/,
    pattern: /^ {0,8}(?:<\d{1,3}>)?\[ {0,8}(\d{1,10}\.\d{6})\](?:\[ {0,8}[TC]\d{1,10}\])?(?: |$)/,
    least: 1,
    timeOf: Number,
  },
  // [Thu Dec  7 00:05:14 2017] text (dmesg -T)
  {
    needs: ['[', ':', ']'],
    starts: /^ {0,8}\[[^\s\d[\]]{2,4} /,
    pattern: /^ {0,8}\[(\p{L}{2,4} \p{L}{3,5}\.? {1,2}\d{1,2} \d\d:\d\d:\d\d \d{4})\](?: |$)/u,
    least: 1,
    timeOf: dateTime,
  },
  // I1120 12:00:01.123456       1 file.go:12] text (klog)
  {
    needs: [':', '] '],
    starts: /^[IWEF]\d/,
    pattern: /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ [\w./-]{1,200}:\d{1,7}\] /,
    least: 1,
  },
  // 2026-11-20 12:00:01,123 ERROR [main] org.example.Cache - text (Logback, Log4j, Python, Spring Boot). The name of an
  // exception is no logger: it begins the text.
  {
    needs: ['-', ':'],
    starts: /^[\d[]/,
    pattern: new RegExp(
      String.raw`^\[?(${iso})\]? +(?:\[[^\]\s]{1,100}\] +)?\[?${level}\]? +(?:\d{1,10} --- +)?(?:\[[^\]]{1,100}\] +)?(?:(?!\S{0,150}(?:Error|Exception)\b)[\w.$/:-]{1,150} *)?(?:-|:) `,
    ),
    least: 2,
    timeOf: isoTime,
  },
  // [2026-11-20T12:00:01Z INFO  app] text (env_logger). The unified log of the JVM goes on with another bracket, or GC(1).
  {
    needs: ['[', '-', ':'],
    starts: /^\[\d{4}-/,
    pattern: new RegExp(String.raw`^\[(${iso})(?: [^\][]{1,100})?\] (?!\[|GC\()`),
    least: 2,
    keeps: isSeries,
    timeOf: isoTime,
  },
  // 2026-11-20T12:00:01.1234567Z text (docker logs -t, GitHub Actions)
  {
    needs: ['-', ':'],
    starts: /^ {0,8}\d{4}-/,
    pattern: new RegExp(String.raw`^ {0,8}(${isoWithPoint})(?:[ \t]|$)`),
    least: 2,
    keeps: isSeries,
    timeOf: isoTime,
  },
  // 12 | text
  {
    needs: ['|'],
    starts: /^ *\d/,
    pattern: /^ {0,8}(\d{1,9}) ?\|(?: |$)/,
    least: 3,
    follows: isNextNumber,
    keeps: isSeries,
  },
  // 12: text and 12<tab>text, as grep -n and cat -n print. Ranks of a class histogram have wide columns after them,
  // those of a stack an address.
  {
    needs: [],
    starts: /^ *\d/,
    pattern: /^ {0,8}(\d{1,9})(?::(?! {2,}\d+ | 0x)(?: |$)|\t(?!0x))/,
    least: 3,
    follows: isNextNumber,
    keeps: (rests, matches) => isSeries(rests) || isStack(rests, matches),
  },
];
