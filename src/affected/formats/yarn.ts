import { parseSyml } from '@yarnpkg/parsers';

import { asRecord, asText } from '../json-values.ts';
import { listPackage, withoutRepeats, type ListFormat } from '../package-list.ts';

/** Yarn's lock file, of Yarn 1 (`ws@8.13.0:`) and of later ones (`"ws@npm:8.13.0":`, with a `resolution`). */
export const yarnLock: ListFormat = {
  label: 'yarn.lock',
  fileName: /^yarn\.lock$/,
  recognizes: ({ text }) => /^# yarn lockfile v1$|^__metadata:$/m.test(text.slice(0, 4096)),
  read: ({ text }) => ({
    packages: withoutRepeats(
      Object.entries(asRecord(parseSyml(text))).flatMap(([keys, value]) => {
        const { version, resolution } = asRecord(value);
        const locator = asText(resolution) ?? keys;
        if (keys === '__metadata' || /@workspace:/.test(locator)) return [];
        return listPackage('npm', nameIn(locator), asText(version), ['\n', keys]);
      }),
    ),
    unread: [],
  }),
};

/** `string-width` in `string-width@npm:4.2.3`, `string-width@^4.2.0` and, for an alias, `string-width-cjs@npm:string-width@^4.2.0`. */
function nameIn(locator: string): string {
  const [, name = locator, source = ''] = /^((?:@[^/]+\/)?[^@]+)@(.*)$/.exec(locator) ?? [];
  return /^npm:((?:@[^/]+\/)?[^@]+)@/.exec(source)?.[1] ?? name;
}
