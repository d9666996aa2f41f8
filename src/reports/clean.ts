import type { Line } from './report.ts';

const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/g;
const fence = /^\s*(?:```|~~~)[\w -]*$/;
const quote = /^(?:> ?)+/;

/**
 * Lines as the tool printed them: without terminal colors, mail quoting and Markdown fences. Keeps the numbers of the
 * lines as given.
 */
export function cleanLines(text: string): Line[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const bare = text.includes('\u001b') ? lines.map((line) => line.replace(escapes, '')) : lines;
  const quoted = bare.filter((line) => line.startsWith('>')).length;
  const filled = bare.filter((line) => line.trim() !== '').length;
  const isQuoted = quoted > 0 && quoted >= filled * 0.8;
  return bare.flatMap((line, index) => {
    const unquoted = isQuoted ? line.replace(quote, '') : line;
    return fence.test(unquoted) ? [] : [{ number: index + 1, text: unquoted }];
  });
}
