import { link } from '../model/addresses.ts';
import { carry, isReport } from './carried-paste.ts';
import { registerOffline } from './register-offline.ts';

/** Words pasted into the home page's box are searched; a report goes to the match page. */
document
  .querySelector<HTMLInputElement>('[data-paste-report]')
  ?.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!isReport(text)) return;
    event.preventDefault();
    location.assign(link(carry(text) ? '/match/' : '/match/#too-large'));
  });

registerOffline();
