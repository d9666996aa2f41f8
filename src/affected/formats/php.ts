import { asList, asRecord, asText } from '../json-values.ts';
import { listPackage, type ListFormat } from '../package-list.ts';

/** `{ "packages": [{ "name": "symfony/console", "version": "v5.4.0" }], "packages-dev": [] }` */
export const composerLock: ListFormat = {
  label: 'composer.lock',
  fileName: /^composer\.lock$/,
  recognizes: ({ json }) => {
    const lock = asRecord(json());
    return 'content-hash' in lock || 'packages-dev' in lock;
  },
  read: ({ json }) => {
    const lock = asRecord(json());
    return {
      packages: [...asList(lock['packages']), ...asList(lock['packages-dev'])].flatMap((value) => {
        const { name, version } = asRecord(value);
        const called = asText(name);
        if (called === undefined) return [];
        return listPackage('Packagist', called, asText(version), [`"name": "${called}"`]);
      }),
      unread: [],
    };
  },
};
