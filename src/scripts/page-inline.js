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
