import { escape } from 'html-escaper';

/** HTML that may go into a page as it is. */
export interface Markup {
  readonly html: string;
}

/** What a template may hold. Text is escaped, also for attributes in double quotes; `undefined` and `false` write nothing. */
export type Part = Markup | string | number | false | undefined | readonly Part[];

/**
 * A template in which text cannot become markup: ``markup`<p title="${title}">${paragraphs}</p>` ``. As in JSX, a line break
 * with the spaces around it writes nothing.
 */
export const markup = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  raw(
    strings
      .map((text) => text.replaceAll(/\s*\n\s*/g, ''))
      .reduce((before, after, index) => before + write(parts[index - 1]) + after),
  );

/** HTML that was made safe elsewhere. */
export const raw = (html: string): Markup => ({ html });

/** Text in which inline code stands in backticks. */
export const withCode = (text: string): Markup =>
  markup`${text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 0 ? part : markup`<code>${part}</code>`))}`;

function write(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string') return escape(part);
  if (typeof part === 'number') return String(part);
  return 'html' in part ? part.html : part.map(write).join('');
}
