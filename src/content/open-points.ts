/** What the author of a postmortem has still to find out or to write. */

import type { OpenPoint } from '../model/content.ts';

const mark = /^\s*# open:\s*(?<yaml>.+)$|\{\/\*\s*open:\s*(?<mdx>.*?)\s*\*\/\}/;

/** The open points of a text, in its order. What stands in a fenced block of code is an example. */
export function findOpenPoints(file: string, text: string): OpenPoint[] {
  let inCode = false;
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (/^ {0,3}(?:```|~~~)/.test(line)) inCode = !inCode;
    const match = inCode ? null : mark.exec(line);
    const open = match?.groups?.['yaml'] ?? match?.groups?.['mdx'];
    if (!match || open === undefined) return [];
    return [
      { file, line: index + 1, column: line.search(/# open:|\{\/\*/) + 1, text: open.trim() },
    ];
  });
}

/** The text without the mark of an open point; its line goes too, if nothing else stands there. */
export function withoutOpenPoint(text: string, { line }: Pick<OpenPoint, 'line'>): string {
  const lines = text.split('\n');
  const rest = (lines[line - 1] ?? '').replace(mark, '').trimEnd();
  const isLast = rest.trim() === '';
  // The blank line behind the mark set it apart from what follows.
  const gone = isLast && lines[line]?.trim() === '' && lines[line - 2]?.trim() === '' ? 2 : 1;
  lines.splice(line - 1, gone, ...(isLast ? [] : [rest]));
  return lines.join('\n');
}

/** `path:line:column  open: since when?` */
export const formatOpenPoint = ({ file, line, column, text }: OpenPoint): string =>
  `${file}:${line}:${column}  open: ${text}`;
