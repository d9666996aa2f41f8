import type { FilesBeside } from './messages.ts';

/**
 * Shows HTML in the page's own styles, in a frame of its own: widths count from the frame, and nothing in it can run,
 * because the frame takes no scripts. Images are those that are given, by name.
 */
export function createPreviewFrame(
  place: HTMLElement,
): (html: string, images: FilesBeside) => Promise<void> {
  const frame = document.createElement('iframe');
  frame.title = 'Preview';
  frame.setAttribute('sandbox', 'allow-same-origin');
  let waiting: DocumentFragment | undefined;
  let root: HTMLElement | undefined;
  let asked = 0;

  const show = (content: DocumentFragment) => {
    waiting = content;
    if (!root) return;
    const { theme } = document.documentElement.dataset;
    if (theme === undefined) delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    root.querySelector('body')?.replaceChildren(content.cloneNode(true));
  };
  frame.addEventListener('load', () => {
    root = frame.contentDocument?.documentElement;
    // A frame without scripts follows links to places in it, but not out of it.
    frame.contentDocument?.addEventListener('click', (event) => {
      const target = event.target;
      const link = target instanceof Node ? target.parentElement?.closest('a') : null;
      if (link && !link.getAttribute('href')?.startsWith('#')) event.preventDefault();
    });
    if (waiting !== undefined) show(waiting);
  });
  new MutationObserver(() => {
    if (waiting !== undefined) show(waiting);
  }).observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const styles = document.head.querySelectorAll('link[rel="stylesheet"], style');
  const copies = [...styles].map((style) => style.outerHTML).join('');
  frame.srcdoc = `<!doctype html><html lang="en"><head><title>Preview</title>${copies}</head><body></body></html>`;
  place.replaceChildren(frame);
  return async (html, images) => {
    asked += 1;
    const mine = asked;
    // In a template, nothing is loaded yet.
    const template = document.createElement('template');
    template.innerHTML = html;
    for (const image of template.content.querySelectorAll('img')) {
      const blob = images.get(image.getAttribute('src') ?? '');
      if (blob) image.src = await addressOf(blob);
      else image.removeAttribute('src');
    }
    if (mine === asked) show(template.content);
  };
}

/** As a data address, the only kind beside the site's own that its policy lets a page show. */
const addressOf = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      resolve(typeof reader.result === 'string' ? reader.result : '');
    });
    reader.addEventListener('error', () => {
      reject(new Error('an image cannot be read'));
    });
    reader.readAsDataURL(blob);
  });
