import { element } from './elements.ts';

/** A button that copies. Where the clipboard is refused, the text appears beside it, selected, to be copied by hand. */
export function copyButton(name: string, label: string, text: () => string): HTMLElement {
  const button = element('button', { type: 'button', 'aria-label': label }, name);
  const holder = element('span', { class: 'copy' }, button);
  button.addEventListener('click', () => {
    writeToClipboard(text()).then(
      () => {
        button.textContent = 'Copied';
        window.setTimeout(() => (button.textContent = name), 2000);
      },
      () => {
        const box = element('textarea', { readonly: '', rows: '6', 'aria-label': label });
        box.value = text();
        holder.replaceChildren(button, box);
        box.select();
      },
    );
  });
  return holder;
}

/** Rejects where the browser refuses, and where it has no clipboard for a page: without https. */
export const writeToClipboard = async (text: string): Promise<void> =>
  navigator.clipboard.writeText(text);
