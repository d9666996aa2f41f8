import { link } from '../model/addresses.ts';

/**
 * Keeps search, match and the pages a reader visits for when there is no network. Begins after the page has loaded, and not
 * for readers who asked their browser to save data. Nor on localhost, whose ports serve other projects on other days.
 */
export function registerOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  if (location.hostname === 'localhost' || savesData()) return;
  window.addEventListener('load', () => {
    navigator.serviceWorker
      .register(link('/offline-worker.js'), { updateViaCache: 'none' })
      // Storage is full or blocked: the site works as it does without a worker.
      .catch(() => undefined);
  });
}

/** Only some browsers tell. */
function savesData(): boolean {
  const connection: unknown = Reflect.get(navigator, 'connection');
  return (
    typeof connection === 'object' &&
    connection !== null &&
    'saveData' in connection &&
    connection.saveData === true
  );
}
