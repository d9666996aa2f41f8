import type { Fault } from '../../model/fault.ts';
import type { Source } from './source.ts';
import { parseYaml, type YamlData } from './yaml.ts';

export interface Frontmatter extends YamlData {
  /** Offset of the body. */
  readonly bodyStart: number;
}

/** Largest frontmatter, in characters. The longest postmortem has some 10 000. */
const largest = 100_000;

/** Reads the YAML between the two lines of three hyphens at the beginning of a file. */
export function parseFrontmatter(source: Source): Frontmatter {
  const { text, file } = source;
  const nothing = (message: string, bodyStart: number, line = 1): Frontmatter => {
    const faults: Fault[] = [{ file, line, column: 1, message }];
    return {
      value: undefined,
      placeOf: () => ({ line: 1, column: 1 }),
      scalarAt: () => undefined,
      faults,
      bodyStart,
    };
  };

  const opening = /^---[ \t]*(?:\n|$)/.exec(text);
  if (!opening) {
    return nothing(
      'the frontmatter is missing. Begin the file with a line of three hyphens, then the fields, then a line of three hyphens.',
      text.length,
    );
  }
  const start = opening[0].length;
  const closing = /^---[ \t]*$/m.exec(text.slice(start));
  if (!closing) {
    return nothing(
      'the frontmatter is never closed. Put a line of three hyphens behind its last field.',
      text.length,
    );
  }
  const bodyStart = start + closing.index + closing[0].length;
  if (closing.index > largest) {
    return nothing(
      `the frontmatter is too long (found ${closing.index} characters, want at most ${largest}). Put data into a CSV file beside the postmortem.`,
      bodyStart,
    );
  }
  return { ...parseYaml(source, start, start + closing.index), bodyStart };
}
