import {
  createReading,
  type Fact,
  type Line,
  type Message,
  type Reading,
  type Series,
  type TextFormat,
} from '../../report.ts';
import { parseBytes, parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

const mebi = 2 ** 20;

// mem avail:   380 of 13923 MiB ( 2.73%), swap free:  758 of 16383 MiB ( 4.63%)
const available =
  /^(?:.{0,100}?[:\s])?mem avail: {0,10}(\d{1,10}) of {1,10}(\d{1,10}) MiB \( {0,4}[\d.]{1,6} {0,2}%\), swap free: {0,10}(\d{1,10}) of {1,10}(\d{1,10}) MiB/;
// sending SIGTERM to process 18581 uid 1000 "steamwebhelper": badness 302, VmRSS 10 MiB
const sending =
  /\bsending (SIG[A-Z]{3,4}) to process (\d{1,9})(?: uid \d{1,10})? "(.{1,60}?)": (?:badness|oom_score) -?\d{1,6}, VmRSS (\d{1,10}) MiB/;
// Killing process 'bash' with signal 15, pid: 5874, badness: 538, VmRSS: 3160 MiB; killing process 27541 "bash" with signal 15: …
const killing =
  /\b[Kk]illing process (?:'(.{1,60}?)'|\d{1,9} "(.{1,60}?)") with signal \d{1,2}.{0,60}VmRSS:? (\d{1,10}) MiB/;
const earlyNoise =
  /\b(?:Started Early OOM Daemon|low memory! at or below|Low Memory! At or below|escalating to SIGKILL after|process (?:\d{1,9} )?exited after|kill failed: |mem {1,2}total: {0,10}\d|swap total: {0,10}\d|sending SIGTERM (?:when mem|at )|SIGKILL (?:when mem|at )|earlyoom (?:v?\d|1\.)|Could not lock memory)/;

// Killed /user.slice/x.scope due to memory pressure for /user.slice being 51.07% > 50.00% for > 20s with reclaim activity
const oomdKilled =
  /\b(?:Killed|Marked) (\/\S{1,500}) (?:for killing )?due to (memory pressure for|memory used|swap used)/;
// x.scope: systemd-oomd killed 12 process(es) in this unit.
const unitKilled = /^(?:.{0,200}?\s)?(\S{1,300}): systemd-oomd killed \d{1,9} process\(es\)/;
const usage = /^\s*(?:.{0,100}: +)?Current Memory Usage: ([\d.]{1,12})([BKMGT])\s*$/;
const path = /^\s*(?:.{0,100}: +)?Path: (\/\S{1,500})\s*$/;
const oomdNoise =
  /^\s*(?:.{0,100}: +)?(?:Considered \d{1,9} cgroups for killing|Memory pressure for \/\S{1,500} is [\d.]{1,10}% >|Memory Pressure Limit:|Pressure: Avg10:|Memory Min: |Memory Low: |Pgscan: \d|Last Pgscan: \d|Swap Usage: |oomd attempting to kill \d|Context:|Memory used |Swap used |oomd (?:dry-run|Killed))/;

/** Lines of earlyoom and systemd-oomd, which kill processes before the kernel has to. */
export const oomDaemon: TextFormat = {
  id: 'oom-daemon',
  label: 'earlyoom, systemd-oomd',
  prefilter:
    /mem avail: +\d+ of|sending SIG[A-Z]+ to process \d+|[Kk]illing process .{1,80} with signal \d|due to (?:memory pressure for|memory used|swap used)|systemd-oomd killed \d|Pressure: Avg10: /m,
  read(lines): Reading[] {
    const state: State = { consumed: [], messages: [], facts: [], points: [], candidates: [] };
    for (const line of lines)
      if (line.text.length < 2000 && readLine(state, line)) state.consumed.push(line);
    if (state.points.length === 0 && state.messages.length === 0 && state.candidates.length === 0)
      return [];
    const kills = state.messages.length;
    return [
      createReading('oom-daemon', state.consumed, {
        messages: state.messages.slice(0, 100),
        facts: [...state.facts, ...(kills > 0 ? optionalFact('oom-kills', kills) : [])],
        series: buildSeries(state.points),
        classes: state.candidates
          .toSorted((a, b) => b.bytes - a.bytes)
          .slice(0, 50)
          .map(({ name, bytes, at }) => ({ name, bytes, at })),
        warnings: [
          {
            code: 'victim-only',
            text: 'This shows which process was killed, not what filled the memory. Take a heap profile of that process while it grows.',
          },
        ],
      }),
    ];
  },
};

interface State {
  readonly consumed: Line[];
  readonly messages: Message[];
  readonly facts: Fact[];
  readonly points: { readonly line: Line; readonly bytes: number }[];
  readonly candidates: { name: string; bytes: number; at: number }[];
  path?: string;
}

function readLine(state: State, line: Line): boolean {
  const { text, number } = line;
  const memory = available.exec(text);
  if (memory) {
    state.points.push({ line, bytes: parseCount(memory[1], mebi) ?? 0 });
    if (state.points.length === 1)
      state.facts.push(...optionalFact('machine-memory', parseCount(memory[2], mebi), number));
    return true;
  }
  const sent = sending.exec(text);
  const killed = sent ? undefined : killing.exec(text);
  if (sent || killed) {
    state.messages.push({ text: text.trim(), at: number });
    const name = sent ? sent[3] : (killed?.[1] ?? killed?.[2]);
    const rss = parseCount(sent ? sent[4] : killed?.[3], mebi);
    addVictim(state, name, rss, number);
    return true;
  }
  const unit = oomdKilled.exec(text) ?? unitKilled.exec(text);
  if (unit) {
    // systemd itself logs the same kill in other words, which are a message only if systemd-oomd's line is missing.
    if (oomdKilled.test(text) || state.messages.length === 0)
      state.messages.push({ text: text.trim(), at: number });
    addVictim(state, unit[1], undefined, number);
    return true;
  }
  const candidate = path.exec(text)?.[1];
  if (candidate !== undefined) {
    state.path = candidate;
    return true;
  }
  const held = usage.exec(text);
  if (held) {
    const bytes = parseBytes(held[1], held[2]);
    if (bytes !== undefined)
      state.candidates.push({ name: state.path ?? 'unknown', bytes, at: number });
    return true;
  }
  return earlyNoise.test(text) || oomdNoise.test(text);
}

function addVictim(
  state: State,
  name: string | undefined,
  rss: number | undefined,
  at: number,
): void {
  if (state.facts.some(({ key }) => key === 'process')) return;
  state.facts.push(
    ...optionalFact('process', name, at),
    ...optionalFact('oom-kind', 'killed by a daemon in user space', at),
    ...optionalFact('rss', rss, at),
  );
}

function buildSeries(points: State['points']): Series[] {
  if (points.length < 2) return [];
  const times = points.map(({ line }) => line.time);
  const isTimed = times.every(
    (time, index) => time !== undefined && time >= (times[index - 1] ?? -Infinity),
  );
  return [
    {
      name: 'Available memory',
      unit: 'B',
      over: isTimed ? ((times[0] ?? 0) > 1e8 ? 'epoch' : 'seconds') : 'sample',
      points: points.map(({ bytes }, index) => [
        isTimed ? (times[index] ?? index) : index + 1,
        bytes,
      ]),
    },
  ];
}
