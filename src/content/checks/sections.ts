/** Rules for the headings of a postmortem's body. They need no frontmatter. */

import type { Block, Body } from '../../model/blocks.ts';
import type { Fault } from '../../model/fault.ts';
import type { BodyMarks } from '../mdx/reading.ts';
import type { Place } from '../mdx/source.ts';

/** The sections that every postmortem has, in this order. Others may stand between them. */
export const requiredSections = [
  'Summary',
  'Impact',
  'Symptoms',
  'Investigation',
  'Root cause',
  'Fix',
  'Results',
  'Lessons',
] as const;

/** A body with the places of its headings, for rules that need no frontmatter. */
export interface Written {
  readonly file: string;
  readonly body: Body;
  readonly headings: BodyMarks['headings'];
}

/** The required sections are there, once and in their order. */
export function checkSections({ file, headings }: Written): Fault[] {
  const found = headings.filter(({ depth }) => depth === 2);
  const names = found.map(({ text }) => text);
  const faults: Fault[] = requiredSections
    .filter((section) => !names.includes(section))
    .map((section) => ({
      file,
      message: `the section "## ${section}" is missing. The sections are ${requiredSections.join(', ')}, in this order; others may come between them.`,
    }));
  let last = -1;
  for (const heading of found) {
    const index = requiredSections.findIndex((section) => section === heading.text);
    if (index === -1) continue;
    const section = requiredSections[last];
    if (index === last)
      faults.push(
        faultAtPlace(file, heading, `the section "${heading.text}" appears twice. Merge the two.`),
      );
    else if (index < last && section !== undefined) {
      faults.push(
        faultAtPlace(
          file,
          heading,
          `the section "${heading.text}" comes after "${section}". Move it before that one.`,
        ),
      );
    }
    last = Math.max(last, index);
  }
  return faults;
}

/** No section is empty. */
export function checkEmptySections({ file, body, headings }: Written): Fault[] {
  const { blocks } = body;
  return blocks.flatMap((block, index) => {
    if (block.kind !== 'heading') return [];
    const next = blocks[index + 1];
    if (next !== undefined && !endsSection(next, block.depth)) return [];
    const number = body.headings.findIndex(({ id }) => id === block.id);
    const heading = headings[number];
    return heading
      ? [
          faultAtPlace(
            file,
            heading,
            `the section "${heading.text}" is empty. Say what the sources say, or that they say nothing.`,
          ),
        ]
      : [];
  });
}

const endsSection = (block: Block, depth: number): boolean =>
  block.kind === 'heading' && block.depth <= depth;

/** Headings go down one level at a time, so that a list of them makes sense. */
export function checkHeadingLevels({ file, headings }: Written): Fault[] {
  return headings.flatMap((heading, index) => {
    const above = headings[index - 1]?.depth ?? 1;
    return heading.depth <= above + 1
      ? []
      : [faultAtPlace(file, heading, `the heading jumps a level. Write ${'#'.repeat(above + 1)}.`)];
  });
}

/** A fault at a place of the text. */
export const faultAtPlace = (file: string, { line, column }: Place, message: string): Fault => ({
  file,
  line,
  column,
  message,
});
