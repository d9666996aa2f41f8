import type { PostmortemData } from '../../model/schema.ts';

/** `/references.json`: ids by the normalized address of a source or reference. */
export interface References {
  readonly schemaVersion: 1;
  readonly references: Readonly<Record<string, readonly number[]>>;
}

/**
 * One spelling for the many of an address: https, no `www.`, fragment, closing slash or tracking parameters; a pull request
 * whichever of its tabs was open; GitHub in lower case, because its names ignore case; a CVE or GHSA by its own name or on
 * any site's page for it; `owner/repository#1`. Undefined if the text is none of these.
 */
export function normalizeAddress(text: string): string | undefined {
  const advisory = advisoryIn(text);
  if (advisory !== undefined) return advisory;
  const [, repository, number] = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(text) ?? [];
  if (repository !== undefined)
    return `https://github.com/${repository.toLowerCase()}/issues/${number}`;
  if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const host = url.host.replace(/^www\./, '');
  const path = url.pathname
    .replace(/(\/(?:pull|merge_requests)\/\d+)\/.*$/, '$1')
    .replace(/(\/commit\/[0-9a-f]{7,40})\.(?:patch|diff)$/, '$1')
    .replace(/\/+$/, '');
  const query = neededQuery(host, url.searchParams);
  return `https://${host}${host === 'github.com' ? path.toLowerCase() : path}${query}`;
}

/** Where an advisory stands alone, or is the last thing an address names, as on nvd.nist.gov, cve.org, osv.dev and GitHub. */
const advisoryName = /^(?:https?:\/\/\S*[/=])?(CVE-\d{4}-\d{4,}|GHSA(?:-[a-z0-9]{4}){3})\/?$/i;

function advisoryIn(text: string): string | undefined {
  const name = advisoryName.exec(text.replace(/#.*$/, ''))?.[1]?.toUpperCase();
  if (name === undefined) return undefined;
  return name.startsWith('CVE')
    ? `https://nvd.nist.gov/vuln/detail/${name}`
    : `https://github.com/advisories/${name.toLowerCase()}`;
}

const tracking = /^(?:utm_.*|ref|ref_src|source|fbclid|gclid|tab)$/;

function neededQuery(host: string, parameters: URLSearchParams): string {
  if (/^(?:github|gitlab)\.com$/.test(host)) return '';
  const needed = new URLSearchParams([...parameters].filter(([key]) => !tracking.test(key)));
  needed.sort();
  const text = needed.toString();
  return text === '' ? '' : `?${text}`;
}

/** Normalized, every source and reference of a postmortem once. */
export const addressesOf = ({
  sources,
  references = [],
}: Pick<PostmortemData, 'sources' | 'references'>): ReadonlySet<string> =>
  new Set(
    [...sources.map(({ url }) => url), ...references].flatMap((url) => normalizeAddress(url) ?? []),
  );

/** Every source and reference of the postmortems, smallest id first. */
export function referencesOf(
  postmortems: readonly { readonly data: PostmortemData }[],
): References {
  const references = new Map<string, number[]>();
  for (const { data } of postmortems.toSorted((a, b) => a.data.id - b.data.id)) {
    for (const address of addressesOf(data))
      references.set(address, [...(references.get(address) ?? []), data.id]);
  }
  const sorted = [...references].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { schemaVersion: 1, references: Object.fromEntries(sorted) };
}

/**
 * The incidents an address belongs to. GitHub sends an issue's address on to the pull request of that number, and back; a
 * commit may be named by the first digits of its hash.
 */
export function idsAt(
  address: string,
  { references }: Pick<References, 'references'>,
): readonly number[] {
  const normalized = normalizeAddress(address);
  if (normalized === undefined) return [];
  const exact = references[normalized] ?? references[twinOf(normalized)];
  if (exact || !/\/commit\/[0-9a-f]{7,40}$/.test(normalized)) return exact ?? [];
  const same = Object.keys(references).filter(
    (known) => known.startsWith(normalized) || isShortOf(known, normalized),
  );
  return [...new Set(same.flatMap((known) => references[known] ?? []))];
}

const isShortOf = (known: string, whole: string): boolean =>
  /\/commit\/[0-9a-f]{7,39}$/.test(known) && whole.startsWith(known);

function twinOf(address: string): string {
  const match = /^(https:\/\/github\.com\/[^/]+\/[^/]+)\/(issues|pull)\/(\d+)$/.exec(address);
  if (!match) return address;
  const [, repository, kind, number] = match;
  return `${repository}/${kind === 'pull' ? 'issues' : 'pull'}/${number}`;
}

/**
 * `/search/references/<part>.json`: a part of /references.json. The search loads only the part that holds an address;
 * the whole file would be megabytes where there are thousands of incidents.
 */
export interface ReferencePart extends Pick<References, 'references'> {
  /** How many parts there are. */
  readonly parts: number;
}

/** Addresses per part: about 100 kB. */
const partSize = 1000;

/** Never empty. */
export function splitReferences({ references }: References): readonly ReferencePart[] {
  const entries = Object.entries(references);
  const parts = Math.max(1, Math.ceil(entries.length / partSize));
  const byPart = Map.groupBy(entries, ([address]) => partNumber(address, parts));
  return Array.from({ length: parts }, (_, part) => ({
    parts,
    references: Object.fromEntries(byPart.get(part) ?? []),
  }));
}

/** Loads the part that holds an address, however it is spelled. The number of parts is known only from the first. */
export async function loadPartWith(
  address: string,
  load: (part: number) => Promise<ReferencePart>,
): Promise<ReferencePart> {
  const first = await load(0);
  const part = partNumber(normalizeAddress(address) ?? '', first.parts);
  return part === 0 ? first : load(part);
}

/**
 * The number of the part that holds a normalized address. All addresses of one repository are in the same part, because an issue
 * is also found as a pull request, and a commit by the first digits of its hash.
 */
function partNumber(address: string, parts: number): number {
  const [, , host = '', owner = '', name = ''] = address.split('/');
  let hash = 0;
  for (const letter of `${host}/${owner}/${name}`)
    hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 0xff_ff_ff;
  return hash % parts;
}
