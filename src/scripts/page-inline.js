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

  // The box of every page: `/` or Ctrl+K goes to it, and Enter sends what is one line.
  document.addEventListener('keydown', (event) => {
    const { key, target, isComposing } = event;
    const command = event.ctrlKey || event.metaKey;
    const isBox = target.matches('textarea[data-find-box]');
    if (isBox && key === 'Enter' && !event.shiftKey && !isComposing) {
      if (!command && target.value.trim().includes('\n')) return;
      event.preventDefault();
      target.form.requestSubmit();
      return;
    }
    const typing = target.closest('input, textarea, select, [contenteditable]');
    const asked = command ? key === 'k' : key === '/' && !event.altKey && !typing;
    const box =
      document.querySelector('main [data-find-box], main input[type="search"]') ??
      document.querySelector('[data-find-box]');
    if (!asked || !box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // A box whose page does not answer takes words to the search. A text of several lines, or files, are carried in this browser to
  // the page that reads them, in src/scripts/carried.ts, because they may be long and must not enter an address.
  const isGiven = (text) => text.trim().includes('\n') || text.trim().length > 300;
  const finished = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = reject;
    });
  const carry = async (given, form) => {
    const { handOver } = form.dataset;
    try {
      const key = String(Math.random());
      const opening = indexedDB.open('heaplore');
      opening.onupgradeneeded = () => opening.result.createObjectStore('carried');
      const database = await finished(opening);
      const stored = database.transaction('carried', 'readwrite').objectStore('carried');
      await finished(stored.put(given, key));
      sessionStorage.setItem('heaplore:carried', key);
      location.assign(handOver);
    } catch {
      location.assign(`${handOver}#too-large`);
    }
  };
  const take = (event, data, form) => {
    const files = [...(data?.files ?? [])];
    const text = data?.getData('text/plain') ?? '';
    const given = files.length > 0 && (text === '' || event.type === 'drop') ? files : [text];
    if (!form || (typeof given[0] === 'string' && !isGiven(text))) return;
    event.preventDefault();
    carry(given, form);
  };
  document.addEventListener('paste', (event) =>
    take(event, event.clipboardData, event.target.closest('[data-hand-over]')),
  );
  const dropForm = ({ target }) =>
    document.querySelector('main [data-hand-over]') ?? target.closest('[data-hand-over]');
  document.addEventListener('dragover', (event) => {
    if (dropForm(event)) event.preventDefault();
  });
  document.addEventListener('drop', (event) => take(event, event.dataTransfer, dropForm(event)));
  document.addEventListener('change', ({ target }) => {
    const form = target.closest('[data-hand-over]');
    if (form && target.files?.length > 0) carry([...target.files], form);
  });
  document.addEventListener('submit', (event) => {
    const { target } = event;
    const text = target.elements.namedItem('q')?.value ?? '';
    if (!target.dataset.handOver || !isGiven(text)) return;
    event.preventDefault();
    carry([text], target);
  });
  // Without scripts a form is sent as an address, which must not be long.
  document.addEventListener('DOMContentLoaded', () => {
    for (const box of document.querySelectorAll('[data-find-box]'))
      box.removeAttribute('maxlength');
  });
})();
