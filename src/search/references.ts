import type { PostmortemData } from '../schema.ts';

/** `/references.json`: ids by the normalized address of a source or reference. */
export interface References {
  readonly schemaVersion: 1;
  readonly references: Readonly<Record<string, readonly number[]>>;
}

/**
 * One spelling for the many of an address: https, no `www.`, fragment, closing slash or tracking parameters; a pull request
 * whichever of its tabs was open; GitHub in lower case, because its names ignore case. Undefined if the text is no address.
 */
export function normalizeAddress(text: string): string | undefined {
  if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const host = url.host.replace(/^www\./, '');
  const path = url.pathname
    .replace(/(\/(?:pull|merge_requests)\/\d+)\/.*$/, '$1')
    .replace(/\/+$/, '');
  const query = neededQuery(host, url.searchParams);
  return `https://${host}${host === 'github.com' ? path.toLowerCase() : path}${query}`;
}

const tracking = /^(?:utm_.*|ref|ref_src|source|fbclid|gclid|tab)$/;

function neededQuery(host: string, parameters: URLSearchParams): string {
  if (/^(?:github|gitlab)\.com$/.test(host)) return '';
  const needed = new URLSearchParams([...parameters].filter(([key]) => !tracking.test(key)));
  needed.sort();
  const text = needed.toString();
  return text === '' ? '' : `?${text}`;
}

/** Every source and reference of the postmortems, smallest id first. */
export function referencesOf(
  postmortems: readonly { readonly data: PostmortemData }[],
): References {
  const references = new Map<string, number[]>();
  for (const { data } of postmortems.toSorted((a, b) => a.data.id - b.data.id)) {
    const addresses = [...data.sources.map(({ url }) => url), ...(data.references ?? [])];
    for (const address of new Set(addresses.flatMap((url) => normalizeAddress(url) ?? [])))
      references.set(address, [...(references.get(address) ?? []), data.id]);
  }
  const sorted = [...references].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { schemaVersion: 1, references: Object.fromEntries(sorted) };
}

/** The incidents an address belongs to. GitHub sends an issue's address on to the pull request of that number, and back. */
export function idsAt(address: string, { references }: References): readonly number[] {
  const normalized = normalizeAddress(address);
  if (normalized === undefined) return [];
  return references[normalized] ?? references[twinOf(normalized)] ?? [];
}

function twinOf(address: string): string {
  const match = /^(https:\/\/github\.com\/[^/]+\/[^/]+)\/(issues|pull)\/(\d+)$/.exec(address);
  if (!match) return address;
  const [, repository, kind, number] = match;
  return `${repository}/${kind === 'pull' ? 'issues' : 'pull'}/${number}`;
}
