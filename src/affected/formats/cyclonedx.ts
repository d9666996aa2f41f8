import { parseXml, XmlElement } from '@rgrove/parse-xml';

import { asList, asRecord, asText } from '../json-values.ts';
import type { ListFormat } from '../package-list.ts';
import { listBill, type BillEntry } from './purl.ts';

/** `{ "bomFormat": "CycloneDX", "components": [{ "name": "ws", "version": "8.13.0", "purl": "pkg:npm/ws@8.13.0" }] }` */
export const cyclonedxJson: ListFormat = {
  label: 'CycloneDX (JSON)',
  fileName: /^(?:bom|.*\.cdx|.*cyclonedx.*|sbom)\.json$/,
  recognizes: ({ json }) => asRecord(json())['bomFormat'] === 'CycloneDX',
  read: ({ json }) => listBill([...componentsIn(asRecord(json())['components'])]),
};

/** Components may hold further ones. */
function* componentsIn(components: unknown): Generator<BillEntry> {
  const open = [...asList(components)].toReversed();
  while (open.length > 0) {
    const { purl, name, version, components: inner } = asRecord(open.pop());
    yield { purl: asText(purl), name: asText(name), version: asText(version) };
    open.push(...asList(inner).toReversed());
  }
}

/** The same in XML: `<component type="library"><name>ws</name><version>8.13.0</version><purl>pkg:npm/ws@8.13.0</purl></component>` */
export const cyclonedxXml: ListFormat = {
  label: 'CycloneDX (XML)',
  fileName: /^(?:bom|.*\.cdx|.*cyclonedx.*|sbom)\.xml$/,
  recognizes: ({ text }) =>
    /^\s*<(?:\?xml|!--|bom\b)/.test(text) &&
    /<bom\s[^>]*cyclonedx\.org\/schema\/bom/.test(text.slice(0, 4096)),
  read: ({ text }) => {
    const { root } = parseXml(text);
    return listBill(root ? [...elementsIn(child(root, 'components'))] : []);
  },
};

function* elementsIn(components: XmlElement | undefined): Generator<BillEntry> {
  const open = components ? [components] : [];
  for (let one = open.pop(); one; one = open.pop()) {
    if (one.name === 'component')
      yield {
        purl: child(one, 'purl')?.text.trim(),
        name: child(one, 'name')?.text.trim(),
        version: child(one, 'version')?.text.trim(),
      };
    const inner = one.name === 'component' ? child(one, 'components') : one;
    if (inner)
      open.push(
        ...inner.children
          .filter(
            (node): node is XmlElement => node instanceof XmlElement && node.name === 'component',
          )
          .toReversed(),
      );
  }
}

const child = (parent: XmlElement, name: string): XmlElement | undefined =>
  parent.children.find(
    (node): node is XmlElement => node instanceof XmlElement && node.name === name,
  );
