import { groupSites, heaviestSites } from '../../text/sites.ts';
import { parseJavaFrame } from './java-frame.ts';
import {
  createReading,
  type Frame,
  type Line,
  type Reading,
  type TextFormat,
} from '../../report.ts';

const heading = /^\s*Full thread dump /;
// "conn-1" #12 daemon prio=5 os_prio=0 cpu=0.10ms elapsed=3.27s tid=0x00007f nid=0x2db4 waiting on condition  [0x00007f]
const thread = /^\s*"[^\n]{0,300}"(?: #\d+)?(?: \[\d+\])? .{0,200}\b(?:tid=|nid=|prio=)/;
const state = /^\s*java\.lang\.Thread\.State: [A-Z_]+/;
const note =
  /^\s*(?:- (?:locked|waiting (?:on|to lock|to re-lock)|parking to wait for|eliminated|None)\b|- <0x|Locked ownable synchronizers:|Compiling: |No compile task|JNI global ref|Threads class SMR info:|_java_thread_list=|0x[0-9a-f]{8,16}(?:, ?0x[0-9a-f]{8,16})*,?\s*$|\}\s*$|Carrying virtual thread #\d+)/;
const stamp = /^\s*\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\s*$/;
const pid = /^\s*\d+:\s*$/;
const version = /^\s*Full thread dump (.+?):?\s*$/;

/** `jstack PID`, `jcmd PID Thread.print` or SIGQUIT. Threads with equal stacks become one site, with their number as its count. */
export const jvmThreadDump: TextFormat = {
  id: 'jvm-thread-dump',
  label: 'JVM thread dump',
  prefilter:
    /^[ \t]*java\.lang\.Thread\.State: [A-Z]|^[ \t]*Full thread dump |^[ \t]*"[^"\n]{1,300}" #\d+ .{0,200}\btid=0x/m,

  read(lines) {
    const readings: Reading[] = [];
    let before: Line[] = [];
    let open = createDump();
    for (const line of lines) {
      if (heading.test(line.text)) {
        readings.push(...open.readings());
        open = createDump();
        open.take(before);
      }
      const isConsumed = open.add(line);
      if (isConsumed) before = [];
      else if (stamp.test(line.text) || pid.test(line.text)) before = [...before, line].slice(-2);
      else if (line.text.trim() !== '') before = [];
    }
    return [...readings, ...open.readings()];
  },
};

function createDump() {
  const consumed: Line[] = [];
  const stacks: Frame[][] = [];
  let runtime: { value: string; at: number } | undefined;
  let inThread = false;

  const understands = (line: Line): boolean => {
    const text = line.text.slice(0, 2000);
    const named = version.exec(text)?.[1];
    if (named !== undefined) {
      runtime = { value: named, at: line.number };
      return true;
    }
    if (thread.test(text)) {
      stacks.push([]);
      inThread = true;
      return true;
    }
    if (state.test(text)) {
      // A stack whose first line, with the thread's name, is missing.
      if (stacks.length === 0) stacks.push([]);
      inThread = true;
      return true;
    }
    const frame = inThread ? parseJavaFrame(line) : undefined;
    if (frame) {
      stacks.at(-1)?.push(frame);
      return true;
    }
    return (runtime !== undefined || stacks.length > 0) && note.test(text);
  };

  return {
    take(lines: readonly Line[]): void {
      for (const line of lines) consumed.push(line);
    },
    add(line: Line): boolean {
      if (!understands(line)) return false;
      consumed.push(line);
      return true;
    },
    readings(): Reading[] {
      const standing = stacks.filter((frames) => frames.length > 0);
      if (standing.length === 0) return [];
      const sites = standing.map((frames) => ({ kind: 'waiting' as const, frames, count: 1 }));
      return [
        createReading('jvm-thread-dump', consumed, {
          ...heaviestSites(groupSites(sites)),
          facts: [
            ...(runtime ? [{ key: 'runtime-version' as const, ...runtime }] : []),
            { key: 'threads', value: stacks.length },
          ],
        }),
      ];
    },
  };
}
