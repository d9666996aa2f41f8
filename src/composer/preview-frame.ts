/**
 * Shows HTML in the page's own styles, in a frame of its own: widths count from the frame, and nothing in it can run,
 * because the frame takes no scripts.
 */
export function createPreviewFrame(place: HTMLElement): (html: string) => void {
  const frame = document.createElement('iframe');
  frame.title = 'Preview';
  frame.setAttribute('sandbox', 'allow-same-origin');
  let waiting: string | undefined;
  let root: HTMLElement | undefined;

  const show = (html: string) => {
    waiting = html;
    if (!root) return;
    const { theme } = document.documentElement.dataset;
    if (theme === undefined) delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    const body = root.querySelector('body');
    if (body) body.innerHTML = html;
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
  return show;
}
