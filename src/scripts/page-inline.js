// Inline in every page, allowed by its hash: the theme must be set before the first paint, and the rest is too small for a request.
(() => {
  const root = document.documentElement;
  const read = () => {
    try {
      return localStorage.getItem('theme');
    } catch {
      return null; // Storage is blocked: the system's scheme applies.
    }
  };
  const write = (theme) => {
    try {
      localStorage.setItem('theme', theme);
    } catch {
      return; // Storage is blocked: the choice lasts as long as the page.
    }
  };
  const stored = read();
  if (stored === 'light' || stored === 'dark') root.dataset.theme = stored;

  const isDark = () =>
    root.dataset.theme
      ? root.dataset.theme === 'dark'
      : matchMedia('(prefers-color-scheme: dark)').matches;

  document.addEventListener('DOMContentLoaded', () => {
    const button = document.querySelector('[data-theme-button]');
    const name = () => (button.textContent = isDark() ? 'Light' : 'Dark');
    button.hidden = false;
    name();
    button.addEventListener('click', () => {
      root.dataset.theme = isDark() ? 'light' : 'dark';
      write(root.dataset.theme);
      name();
    });
  });

  // Copies what an element holds; where the clipboard is refused, selects it to be copied by hand.
  const copy = (code, copied, refused) => {
    const select = () => {
      getSelection().selectAllChildren(code);
      refused();
    };
    if (navigator.clipboard) navigator.clipboard.writeText(code.textContent).then(copied, select);
    else select();
  };

  // A button in each code block, which copies it. The blocks of the copy menu have their own.
  document.addEventListener('DOMContentLoaded', () => {
    const blocks = document.querySelectorAll('main pre:not([popover] pre)');
    if (blocks.length === 0) return;
    const status = document.createElement('p');
    status.className = 'visually-hidden';
    status.role = 'status';
    document.querySelector('main').append(status);
    for (const block of blocks) {
      const code = block.querySelector('code') ?? block;
      const button = document.createElement('button');
      const name = (text, label) => {
        button.textContent = text;
        button.ariaLabel = label;
      };
      const tell = (text, sentence) => {
        name(text, text);
        status.textContent = sentence;
        setTimeout(() => {
          name('Copy', 'Copy code');
          status.textContent = '';
        }, 3000);
      };
      button.type = 'button';
      button.className = 'copy-code';
      name('Copy', 'Copy code');
      button.addEventListener('click', () =>
        copy(
          code,
          () => tell('Copied', 'Copied.'),
          () =>
            tell(
              'Selected: Ctrl+C',
              'No clipboard access. The code is selected: press Ctrl+C or ⌘C to copy it.',
            ),
        ),
      );
      block.prepend(button);
    }
  });

  // The copy menu of a postmortem: points the citations at a section or chart, and copies one to the clipboard.
  document.addEventListener('click', ({ target }) => {
    const button = target.closest('[data-copy-place], [data-copy]');
    const menu = button && document.querySelector('[data-copy-url]');
    if (!menu) return;
    const tell = (text) => (menu.querySelector('[role=status]').textContent = text);
    const { copyPlace: place, copyTitle: title, copy: label } = button.dataset;
    if (place !== undefined) {
      const url = menu.dataset.copyUrl;
      menu.querySelector('[data-copy-of]').textContent = title ? `, ${title}` : '';
      for (const one of menu.querySelectorAll('[data-copy]')) one.hidden = false;
      for (const code of menu.querySelectorAll('[data-copy-text]'))
        code.textContent = code.dataset.copyText.replaceAll(url, place ? `${url}#${place}` : url);
      tell('Click to select all.');
      return;
    }
    copy(
      button.parentElement.querySelector('code'),
      () => tell(`${label} copied.`),
      () => tell(`No clipboard access. ${label} is selected: press Ctrl+C or ⌘C to copy it.`),
    );
  });

  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest('input, textarea, select, [contenteditable]');
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || typing) return;
    const box =
      document.querySelector('main input[type="search"]') ??
      document.querySelector('input[type="search"]');
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
})();
