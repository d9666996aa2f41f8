import { link } from '../model/addresses.ts';
import { element } from './elements.ts';

/** The list of what can be read without a network. The worker of src/scripts/offline-worker.ts keeps it. */
class KeptPages extends HTMLElement {
  connectedCallback(): void {
    void this.#show();
  }

  async #show(): Promise<void> {
    const site = new URL(link('/'), location.href).href;
    const names = (await caches.keys()).filter((name) => name.startsWith(`heaplore ${site} `));
    const kept = (await Promise.all(names.map(pagesIn))).flat();
    const always = new Set(
      ['/', '/search/', '/match/', '/affected/', '/offline/'].map((path) => address(path)),
    );
    const visited = kept.filter(({ url }) => !always.has(url)).reverse();
    if (visited.length > 0)
      this.replaceChildren(
        element('h2', {}, 'Pages you have opened'),
        element('ul', {}, ...visited.map(({ url, name }) => listItem(url, name))),
      );
    const hasIndex = (await Promise.all(names.map(indexIn))).includes(true);
    this.parentElement
      ?.querySelectorAll<HTMLElement>('[data-without-index]')
      .forEach((note) => (note.hidden = hasIndex));
  }
}

const address = (path: string) => new URL(link(path), location.href).href;

async function pagesIn(name: string): Promise<{ url: string; name: string }[]> {
  const cache = await caches.open(name);
  const pages = (await cache.keys()).filter(({ url }) => url.endsWith('/'));
  return Promise.all(
    pages.map(async ({ url }) => {
      const html = (await (await cache.match(url))?.text()) ?? '';
      const heading = new DOMParser().parseFromString(html, 'text/html').querySelector('h1');
      return { url, name: heading?.textContent.trim() ?? url };
    }),
  );
}

async function indexIn(name: string): Promise<boolean> {
  const keys = await (await caches.open(name)).keys();
  return keys.some(({ url }) => url.includes('/pagefind/index/'));
}

const listItem = (url: string, name: string) =>
  element('li', {}, element('a', { href: url }, name));

customElements.define('kept-pages', KeptPages);
