/** What the development server and the pages it serves tell each other. */

/** From the server, with all faults of the content. */
export const faultsFound = 'heaplore:faults';

/** From a page that was just opened. */
export const askForFaults = 'heaplore:ask-for-faults';
