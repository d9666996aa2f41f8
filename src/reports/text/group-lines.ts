import type { Line } from '../report.ts';

/**
 * How a line belongs to a report of a format.
 *
 * - `start`: begins a report
 * - `part`: certainly belongs to a report, and begins one if none is open, because the beginning was cut off
 * - `inside`: may be of any kind of text, so it belongs to a report only if one is open
 * - undefined: a foreign line
 */
export type SectionRole = 'start' | 'part' | 'inside' | undefined;

/** `end` closes a report; `ahead` belongs to the open report, or to one that the next line begins. */
export type LineRole = SectionRole | 'ahead' | 'end';

/**
 * Groups lines into reports. An `inside` line counts only directly after another line of the report. Blank lines within a report
 * belong to it. Foreign lines are left out, and more than `maxGap` consecutive ones end the report.
 */
export function groupSections(
  lines: readonly Line[],
  classify: (text: string) => SectionRole,
  maxGap = 20,
): Line[][] {
  const sections: Line[][] = [];
  let section: Line[] | undefined;
  let blank: Line[] = [];
  let gap = 0;
  for (const line of lines) {
    if (line.text.trim() === '') {
      if (section && gap === 0) blank.push(line);
      continue;
    }
    const kind = classify(line.text);
    if (kind === undefined || (kind === 'inside' && gap > 0)) {
      gap += 1;
      blank = [];
      if (gap > maxGap) section = undefined;
      continue;
    }
    if (section === undefined && kind === 'inside') continue;
    if (section === undefined || kind === 'start') {
      section = [];
      sections.push(section);
    } else for (const line of blank) section.push(line);
    section.push(line);
    blank = [];
    gap = 0;
  }
  return sections;
}

// Longer than any line of these formats. Longer lines would be slow to match.
const maxLineLength = 4096;

/**
 * Groups lines into reports, which may be incomplete. An `inside` line counts wherever a report is open. Any number of foreign lines
 * may stand in between; they and blank lines are left out.
 */
export function groupBlocks(
  lines: readonly Line[],
  classify: (text: string) => LineRole,
): readonly (readonly Line[])[] {
  const blocks: Line[][] = [];
  let open: Line[] | undefined;
  let ahead: Line[] = [];
  for (const line of lines) {
    const role = line.text.length > maxLineLength ? undefined : classify(line.text);
    if (role === 'ahead') (open ?? ahead).push(line);
    else if (role !== undefined && (open !== undefined || role !== 'inside')) {
      if (open === undefined || role === 'start') {
        open = [];
        blocks.push(open);
      }
      open.push(...ahead, line);
      if (role === 'end') open = undefined;
    }
    if (role !== 'ahead' && line.text.trim() !== '') ahead = [];
  }
  return blocks;
}

/** The groups of the first match in the lines, and the number of its line. */
export function findIn(
  lines: readonly Line[],
  pattern: RegExp,
): { readonly groups: readonly (string | undefined)[]; readonly at: number } | undefined {
  for (const { text, number } of lines) {
    const match = pattern.exec(text);
    if (match) return { groups: match.slice(1), at: number };
  }
  return undefined;
}
