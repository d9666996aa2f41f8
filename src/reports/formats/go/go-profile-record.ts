import { type Frame, type Line } from '../../report.ts';
import { parseCount } from '../../text/sizes.ts';

/** A stack of a Go profile printed with `?debug=1`, below the line with its numbers. */
export interface Stack {
  readonly frames: Frame[];
  /** How many addresses the line with the numbers lists. */
  readonly addresses: readonly string[];
}

// #	0x54765e	main.startWatcher.func1+0x1e	/home/dev/project/goleak/main.go:6
const frame = /^\s*#\s+(0x[0-9a-f]+)(?:\s+(\S.*?)\+0x[0-9a-f]+\s+(\S.*):(\d+)\s*)?$/;

/** The frame of a line; undefined if it is none. A frame without a name has its address. */
export function parseProfileFrame({ number, text }: Line): Frame | undefined {
  const match = text.length < 10_000 ? frame.exec(text) : null;
  if (!match) return undefined;
  const [, address = '', name, file, line] = match;
  if (name === undefined || file === undefined) return { name: address, at: number };
  return { name, file, line: parseCount(line ?? ''), at: number };
}

/** `@ 0x547450 0x5476a5` to a list. */
export const parseAddresses = (text: string): string[] => text.match(/0x[0-9a-f]+/g) ?? [];

/** The named frames, or the addresses where the profile was printed without names. */
export const resolveFrames = ({ frames, addresses }: Stack): readonly Frame[] =>
  frames.length > 0 ? frames : addresses.map((name) => ({ name }));

/** `# labels: {"key":"value"}`, and the blank line between records. */
export const isLabels = (text: string): boolean => /^\s*# labels: \{/.test(text);
