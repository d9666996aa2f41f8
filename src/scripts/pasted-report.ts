/**
 * A text on its way to the match page: a report pasted on another page, which stays in this tab and never enters an address, or
 * the few lines of a link, in its fragment, which no server sees.
 */

const key = 'heaplore:paste';

/** Whether a paste is a report rather than words to search. */
export const isReport = (text: string): boolean => text.trim().includes('\n') || text.length > 300;

/** False where the browser keeps no more or nothing at all. */
export function storePaste(text: string): boolean {
  try {
    sessionStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

/** What was carried here, once. */
export function takePaste(): string | undefined {
  try {
    const text = sessionStorage.getItem(key) ?? undefined;
    sessionStorage.removeItem(key);
    return text;
  } catch {
    return undefined;
  }
}

/** The text of a link to the match page. */
export const textInFragment = (fragment: string): string | undefined =>
  new URLSearchParams(fragment.replace(/^#/, '')).get('text') ?? undefined;
