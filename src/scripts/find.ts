import { incidentName } from '../addresses.ts';
import { idsAt, normalizeAddress, type References } from '../search/references.ts';

/** Answers `/find/?url=`: the postmortems an address belongs to, with the reason; the list of all addresses stays below. */
async function find(page: HTMLElement): Promise<void> {
  const { references = '', incidents = '', search = '' } = page.dataset;
  const asked = (new URLSearchParams(location.search).get('url') ?? '').trim().slice(0, 2000);
  const box = page.querySelector<HTMLInputElement>('#url');
  if (box) box.value = asked;
  if (asked === '') return;
  const response = await fetch(references);
  if (!response.ok) return answer('The list of addresses could not be loaded. Try again.');
  const ids = idsAt(asked, (await response.json()) as References);
  if (ids.length === 0) {
    answer(`No postmortem names ${asked}.`);
    show([
      linkTo(`${search}?q=${encodeURIComponent(wordIn(asked))}`, `Search for ${wordIn(asked)}`),
    ]);
    return;
  }
  answer(`${ids.length} ${ids.length === 1 ? 'postmortem is' : 'postmortems are'} about ${asked}.`);
  const address = normalizeAddress(asked);
  show(
    ids.map((id) => {
      const rows = [...page.querySelectorAll<HTMLElement>(`[data-id="${id}"]`)];
      const row = rows.find((anchor) => addressBeside(anchor) === address) ?? rows[0];
      const title = row ? `: ${row.title}` : '';
      const why = row && addressBeside(row) === address ? ` (${row.dataset['why'] ?? ''})` : '';
      return linkTo(`${incidents}${id}/`, `${incidentName(id)}${title}${why}`);
    }),
  );
}

/** The address in the row of the list in which a link to a postmortem stands. */
const addressBeside = (anchor: HTMLElement): string | null | undefined =>
  anchor.closest('tr')?.querySelector('a')?.getAttribute('href');

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
