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
