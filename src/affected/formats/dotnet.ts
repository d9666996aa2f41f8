import { asRecord, asText } from '../json-values.ts';
import { listPackage, withoutRepeats, type ListFormat } from '../package-list.ts';

/** `{ "version": 1, "dependencies": { "net8.0": { "Npgsql": { "type": "Direct", "resolved": "8.0.1" } } } }` */
export const nugetLock: ListFormat = {
  label: 'packages.lock.json',
  fileName: /^packages\.lock\.json$/,
  recognizes: ({ json }) => {
    const { version, dependencies } = asRecord(json());
    return (
      typeof version === 'number' &&
      Object.keys(asRecord(dependencies)).some((target) => /^\.?net/i.test(target))
    );
  },
  read: ({ json }) => ({
    packages: withoutRepeats(
      Object.values(asRecord(asRecord(json())['dependencies'])).flatMap((target) =>
        Object.entries(asRecord(target)).flatMap(([name, value]) => {
          const { type, resolved } = asRecord(value);
          if (type === 'Project') return [];
          return listPackage('NuGet', name, asText(resolved), [`"${name}": {`]);
        }),
      ),
    ),
    unread: [],
  }),
};
