import type { Line } from '../report.ts';

/**
 * start: opens a report. part: belongs to one, and opens one where the beginning is cut off. inside: means something only
 * right after another line of the report, such as a separator. undefined: a foreign line.
 */
export type LineKind = 'start' | 'part' | 'inside' | undefined;

/**
 * The lines of each report among lines of anything. Blank lines inside a report are its own; foreign lines are left out, and
 * more than `largestGap` of them end the report.
 */
export function groupSections(
  lines: readonly Line[],
  classify: (text: string) => LineKind,
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

/**
 * What a line is to a format. start: opens a report. mine: unmistakable, opens one if none is open. inside: could be
 * anything, but belongs to a report that is open. ahead: the same, also if a report opens right after it. end: closes one.
 */
export type LineRole = 'start' | 'mine' | 'inside' | 'ahead' | 'end' | undefined;

// Longer lines are no line of the formats read this way, and would cost time in every expression.
const maxLineLength = 4096;

/**
 * The lines of each report: whole, cut anywhere, several, with foreign lines in between, which are left out. Blank lines
 * belong to whatever is around them and are left out too.
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

/** The first match of a pattern among lines, with its line. */
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
