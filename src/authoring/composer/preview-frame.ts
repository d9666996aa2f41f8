import type { Attachments } from './worker-messages.ts';

/**
 * Shows HTML with the styles of the page in a frame, so that container and media queries see the width of the frame. The
 * frame allows no scripts. Images are found among the attachments.
 */
export function createPreviewFrame(
  place: HTMLElement,
): (html: string, attachments: Attachments) => Promise<void> {
  const frame = document.createElement('iframe');
  frame.title = 'Preview';
  frame.setAttribute('sandbox', 'allow-same-origin');
  let pending: DocumentFragment | undefined;
  let root: HTMLElement | undefined;
  let latest = 0;

  const show = (content: DocumentFragment) => {
    pending = content;
    if (!root) return;
    const { theme } = document.documentElement.dataset;
    if (theme === undefined) delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    root.querySelector('body')?.replaceChildren(content.cloneNode(true));
  };
  frame.addEventListener('load', () => {
    root = frame.contentDocument?.documentElement;
    // Links inside the preview work; links that lead out of it do not.
    frame.contentDocument?.addEventListener('click', (event) => {
      const target = event.target;
      const link = target instanceof Node ? target.parentElement?.closest('a') : null;
      if (link && !link.getAttribute('href')?.startsWith('#')) event.preventDefault();
    });
    if (pending !== undefined) show(pending);
  });
  new MutationObserver(() => {
    if (pending !== undefined) show(pending);
  }).observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const styles = document.head.querySelectorAll('link[rel="stylesheet"], style');
  const copies = [...styles].map((style) => style.outerHTML).join('');
  frame.srcdoc = `<!doctype html><html lang="en"><head><title>Preview</title>${copies}</head><body></body></html>`;
  place.replaceChildren(frame);
  return async (html, attachments) => {
    latest += 1;
    const number = latest;
    // Nothing inside a template loads.
    const template = document.createElement('template');
    template.innerHTML = html;
    for (const image of template.content.querySelectorAll('img')) {
      const blob = attachments.get(image.getAttribute('src') ?? '');
      if (blob) image.src = await readDataUrl(blob);
      else image.removeAttribute('src');
    }
    if (number === latest) show(template.content);
  };
}

/** A data URL: besides images of the site, the only kind that its content security policy allows. */
const readDataUrl = (blob: Blob): Promise<string> =>
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
