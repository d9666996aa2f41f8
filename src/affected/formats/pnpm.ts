import { parseSyml } from '@yarnpkg/parsers';

import { asRecord, asText } from '../json-values.ts';
import {
  listPackage,
  withoutRepeats,
  type ListedPackage,
  type ListFormat,
} from '../package-list.ts';

/**
 * pnpm's lock file. The keys of `packages` are `/@grpc/grpc-js/1.8.14_peer@1.0.0` in version 5, `/@grpc/grpc-js@1.8.14(peer@1.0.0)`
 * in version 6 and `@grpc/grpc-js@1.8.14` in version 9.
 */
export const pnpmLock: ListFormat = {
  label: 'pnpm-lock.yaml',
  fileName: /^pnpm-lock\.yaml$/,
  recognizes: ({ text }) => /^lockfileVersion: /m.test(text),
  read: ({ text }) => {
    // pnpm's own settings may stand in a document in front. parseSyml is js-yaml without types: a tenth of the time of `yaml`.
    const documents = text.split(/^---$/m).filter((part) => part.trim() !== '');
    return {
      packages: withoutRepeats(
        documents.flatMap((part) => readDocument(asRecord(parseSyml(part)))),
      ),
      unread: [],
    };
  },
};

function readDocument({
  lockfileVersion,
  packages,
}: Readonly<Record<string, unknown>>): ListedPackage[] {
  const key = Number.parseFloat(asText(lockfileVersion) ?? '') < 6 ? slashKey : atKey;
  return Object.entries(asRecord(packages)).map(([path, value]) => {
    // Packages from elsewhere than a registry have both beside the address that is their key.
    const { name, version } = asRecord(value);
    const [, named = path, stated = path] = key.exec(path) ?? [];
    return listPackage('npm', asText(name) ?? named, asText(version) ?? stated, ['\n', path]);
  });
}

const slashKey = /\/((?:@[^/]+\/)?[^/@]+)\/(\d[^/_(]*)[^/]*$/;
const atKey = /^\/?((?:@[^/]+\/)?[^/@]+)@([^(]+)/;
