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

  // The copy menu of a postmortem: points the citations at a section or chart, and copies one to the clipboard.
  document.addEventListener('click', ({ target }) => {
    const button = target.closest('[data-copy-place], [data-copy]');
    const menu = button && document.querySelector('[data-copy-url]');
    if (!menu) return;
    const { copyPlace: place, copyTitle: title } = button.dataset;
    if (place !== undefined) {
      const url = menu.dataset.copyUrl;
      menu.querySelector('[data-copy-of]').textContent = title ? `, ${title}` : '';
      for (const copy of menu.querySelectorAll('[data-copy]')) copy.hidden = false;
      for (const code of menu.querySelectorAll('[data-copy-text]'))
        code.textContent = code.dataset.copyText.replaceAll(url, place ? `${url}#${place}` : url);
      menu.querySelector('[role=status]').textContent = 'Click to select all.';
      return;
    }
    const code = button.parentElement.querySelector('code');
    const tell = (text) => (menu.querySelector('[role=status]').textContent = text);
    const select = () => {
      getSelection().selectAllChildren(code);
      tell(
        `No clipboard access. ${button.dataset.copy} is selected: press Ctrl+C or ⌘C to copy it.`,
      );
    };
    if (!navigator.clipboard) return select();
    navigator.clipboard
      .writeText(code.textContent)
      .then(() => tell(`${button.dataset.copy} copied.`), select);
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
