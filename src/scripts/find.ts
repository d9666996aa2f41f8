import { incidentName, incidentPath, link } from '../model/addresses.ts';
import type { IncidentOutput } from '../outputs/incident-schema.ts';
import { partWith, type ReferencePart } from '../find/words/reference-parts.ts';
import { idsAt, normalizeAddress } from '../find/words/references.ts';

/** More are not read; the search has them all. */
const most = 20;

/** Answers `/find/?url=`: the postmortems an address belongs to, with the reason; the list of addresses stays below. */
async function find(page: HTMLElement): Promise<void> {
  const { search = '' } = page.dataset;
  const asked = (new URLSearchParams(location.search).get('url') ?? '').trim().slice(0, 2000);
  const box = page.querySelector<HTMLInputElement>('#url');
  if (box) box.value = asked;
  if (asked === '') return;
  const ids = await idsOf(asked, page.dataset['references'] ?? '');
  if (!ids) return answer('The list of addresses could not be loaded. Try again.');
  if (ids.length === 0) {
    answer(`No postmortem names ${asked}.`);
    show([
      linkTo(`${search}?q=${encodeURIComponent(wordIn(asked))}`, `Search for ${wordIn(asked)}`),
    ]);
    return;
  }
  answer(`${ids.length} ${ids.length === 1 ? 'postmortem is' : 'postmortems are'} about ${asked}.`);
  show([
    ...(await Promise.all(ids.slice(0, most).map((id) => linkToIncident(id, asked)))),
    ...(ids.length > most
      ? [linkTo(`${search}?q=${encodeURIComponent(asked)}`, `All ${ids.length} in the search`)]
      : []),
  ]);
}

/** Undefined if the list cannot be loaded. */
async function idsOf(address: string, folder: string): Promise<readonly number[] | undefined> {
  try {
    const part = await partWith(address, (number) =>
      fetchJson<ReferencePart>(`${folder}${number}.json`),
    );
    return idsAt(address, part);
  } catch {
    return undefined; // Said to the reader.
  }
}

async function fetchJson<T>(address: string): Promise<T> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return (await response.json()) as T;
}

/** With its title and why it is found, if its file can be loaded. */
async function linkToIncident(id: number, asked: string): Promise<HTMLAnchorElement> {
  const path = link(incidentPath(id));
  try {
    const incident = await fetchJson<IncidentOutput>(path.replace(/\/$/, '.json'));
    return linkTo(path, `${incidentName(id)}: ${incident.title}${whyOf(incident, asked)}`);
  } catch {
    return linkTo(path, incidentName(id)); // Enough to get there.
  }
}

function whyOf({ sources, references }: IncidentOutput, asked: string): string {
  const isAsked = (url: string) => normalizeAddress(url) === normalizeAddress(asked);
  const source = sources.find(({ url }) => isAsked(url));
  if (source) return ` (source: ${source.title} (${source.kind.replace('-', ' ')}))`;
  return references.some(isAsked) ? ' (named as a reference)' : '';
}

/** Of a package URL or an address, the last name in it: what a search would look for. */
const wordIn = (address: string): string =>
  address
    .replace(/[?#].*$/, '')
    .replace(/(?<=.)@[^/]*$/, '')
    .split('/')
    .findLast((part) => part !== '') ?? address;

function answer(text: string): void {
  const line = document.querySelector('[data-answer]');
  if (line) line.textContent = text;
}

function show(links: readonly HTMLAnchorElement[]): void {
  const list = document.querySelector<HTMLElement>('[data-found]');
  list?.replaceChildren(
    ...links.map((anchor) => {
      const item = document.createElement('li');
      item.append(anchor);
      return item;
    }),
  );
  if (list) list.hidden = false;
}

function linkTo(href: string, text: string): HTMLAnchorElement {
  const anchor = document.createElement('a');
  anchor.href = href;
  anchor.textContent = text;
  return anchor;
}

const page = document.querySelector<HTMLElement>('[data-find]');
if (page) await find(page);
