import { asList, asRecord, asText } from '../json-values.ts';
import type { ListFormat } from '../package-list.ts';
import { listBill, type BillEntry } from './purl.ts';

/**
 * SPDX 2 in JSON, also as GitHub exports it, inside `sbom`:
 *
 *     { "spdxVersion": "SPDX-2.3", "packages": [{ "name": "ws", "versionInfo": "8.13.0", "externalRefs": [
 *       { "referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "pkg:npm/ws@8.13.0" }] }] }
 *
 * and SPDX 3, whose `@graph` holds elements of type `software_Package` with `software_packageUrl`.
 */
export const spdxJson: ListFormat = {
  label: 'SPDX (JSON)',
  fileName: /\.spdx3?\.json$|^spdx.*\.json$/,
  recognizes: ({ json }) => {
    const document = documentIn(json());
    return (
      'spdxVersion' in document || /spdx\.org\/rdf\/3/.test(asText(document['@context']) ?? '')
    );
  },
  read: ({ json }) => {
    const document = documentIn(json());
    return listBill([
      ...asList(document['packages']).map((value): BillEntry => {
        const { name, versionInfo, externalRefs } = asRecord(value);
        const purl = asList(externalRefs)
          .map(asRecord)
          .find(({ referenceType }) => referenceType === 'purl');
        return {
          purl: asText(purl?.['referenceLocator']),
          name: asText(name),
          version: asText(versionInfo),
        };
      }),
      ...asList(document['@graph'])
        .map(asRecord)
        .filter(({ type }) => type === 'software_Package')
        .map((one): BillEntry => {
          const identifier = asList(one['externalIdentifier'])
            .map(asRecord)
            .find(({ externalIdentifierType }) => externalIdentifierType === 'packageUrl');
          return {
            purl: asText(one['software_packageUrl']) ?? asText(identifier?.['identifier']),
            name: asText(one['name']),
            version: asText(one['software_packageVersion']),
          };
        }),
    ]);
  },
};

function documentIn(json: unknown): Readonly<Record<string, unknown>> {
  const document = asRecord(json);
  return 'sbom' in document ? asRecord(document['sbom']) : document;
}

/**
 * SPDX 2 as lines of tag and value:
 *
 *     PackageName: ws
 *     PackageVersion: 8.13.0
 *     ExternalRef: PACKAGE-MANAGER purl pkg:npm/ws@8.13.0
 */
export const spdxTagValue: ListFormat = {
  label: 'SPDX (tag-value)',
  fileName: /\.spdx$/,
  recognizes: ({ text }) => /^SPDXVersion: *SPDX-2/m.test(text),
  read: ({ text }) => {
    const entries: { purl?: string; name?: string; version?: string }[] = [];
    for (const line of text.split('\n')) {
      const [, tag, value = ''] = /^(\w+):(.*)$/.exec(line) ?? [];
      const last = entries.at(-1);
      if (tag === 'PackageName') entries.push({ name: value.trim() });
      else if (tag === 'PackageVersion' && last) last.version = value.trim();
      else if (tag === 'ExternalRef' && last) {
        const purl = /^\s*PACKAGE[-_]MANAGER\s+purl\s+(\S+)/.exec(value)?.[1];
        if (purl !== undefined) last.purl ??= purl;
      }
    }
    return listBill(entries);
  },
};
