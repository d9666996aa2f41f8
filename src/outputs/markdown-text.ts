/** Text as Markdown. */

/** Text of the frontmatter is no Markdown: `Arc<T>` would vanish as a tag. Spaces that do not break hide words from a search. */
export const plain = (text: string): string =>
  text
    .replaceAll(/[\u00A0\u202F\u2009]/g, ' ')
    .replaceAll(/<(?=[a-z/!?])|\[(?=\^)/gi, String.raw`\$&`);

/** The same, of a text whose inline code stands in backticks: in code a backslash would be one. */
export const plainWithCode = (text: string): string =>
  text
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 0 ? plain(part) : part))
    .join('');

/** As a sentence of its own. */
export const sentence = (text: string): string =>
  /[.!?]$/.test(text) ? plainWithCode(text) : `${plainWithCode(text)}.`;

export const list = (items: readonly string[]): string =>
  items.map((item) => `- ${item}`).join('\n');

/** A section with its heading; nothing if it has no parts. */
export const section = (title: string, parts: readonly string[]): string[] =>
  parts.length === 0 ? [] : [`## ${title}`, ...parts];

/** A code block ends at as many backticks as it begins with. */
export function fenced(lines: readonly string[], language = 'text'): string {
  const runs = lines.flatMap((line) => line.match(/`{3,}/g) ?? []);
  const fence = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return [`${fence}${language}`, ...lines, fence].join('\n');
}
