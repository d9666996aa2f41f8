import { site } from '../../../site.config.ts';

/** The id in `MEM-<n>`, `mem <n>`, `#<n>` or an address of this site's page for it. */
export function idIn(text: string, origin: string): number | undefined {
  const named = new RegExp(`^(?:${site.prefix}[- ]?|#)(\\d{1,9})$`, 'i').exec(text.trim());
  if (named) return Number(named[1]);
  if (!URL.canParse(text.trim())) return undefined;
  const url = new URL(text.trim());
  if (url.origin !== origin && url.origin !== new URL(site.url).origin) return undefined;
  const page = /\/i\/(\d{1,9})(?:\/|\.md|\.json)?$/.exec(url.pathname);
  return page ? Number(page[1]) : undefined;
}
