import type { Locator, Page } from '@playwright/test';

/** The one box of home, search, match and affected, and what stands around it. */

export const box = (page: Page): Locator => page.getByRole('main').locator('[data-find-box]');
export const status = (page: Page): Locator => page.getByRole('main').getByRole('status');
/** The answer to what was pasted, dropped or chosen. */
export const answer = (page: Page): Locator => page.locator('[data-part="answer"]');
/** The incidents that words found. */
export const results = (page: Page): Locator =>
  page.getByRole('list', { name: 'Results' }).getByRole('listitem');
export const isReading = (page: Page): Locator => page.locator('[data-part="working"]');

/** Opens a page that reads, and waits until it needs nothing more from the network. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator('find-page[data-ready]').waitFor();
}

/** Puts a text into the box and sends it. */
export async function ask(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await box(page).press('Control+Enter');
  await isReading(page).waitFor({ state: 'hidden' });
}

/** A paste of `text`, repeated, as the browser tells the page of it. Returns whether the page took it. */
export const paste = (target: Locator, text: string, times = 1): Promise<boolean> =>
  target.evaluate(
    (element, [once, count]) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', once.repeat(count));
      return !element.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    },
    [text, times] as const,
  );

/** Drops a file somewhere on the page. */
export const drop = (page: Page, name: string, content: string | readonly number[]) =>
  page.evaluate(
    ([fileName, bytes]) => {
      const dataTransfer = new DataTransfer();
      const part = typeof bytes === 'string' ? bytes : Uint8Array.from(bytes);
      dataTransfer.items.add(new File([part], fileName));
      document
        .querySelector('footer')
        ?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    },
    [name, content] as const,
  );

export const sidewaysOverflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly name?: string };
  /** Microseconds that the thread itself ran. */
  readonly tdur?: number;
}

/** The longest task of the page in a trace, in milliseconds that it ran itself: other work on the machine does not count. */
export function longestTask(trace: Buffer): number {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const page = traceEvents
    .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
    .map(threadOf);
  const tasks = traceEvents.filter(
    (event) => event.name.endsWith('RunTask') && page.includes(threadOf(event)),
  );
  if (tasks.length === 0) throw new Error('the trace has no task of the page');
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}
