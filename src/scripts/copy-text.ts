import { element } from './elements.ts';

/** A button that copies. Where the clipboard is refused, the text appears beside it, selected, to be copied by hand. */
export function copyButton(name: string, label: string, text: () => string): HTMLElement {
  const button = element('button', { type: 'button', 'aria-label': label }, name);
  const holder = element('span', { class: 'copy' }, button);
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(text()).then(
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
