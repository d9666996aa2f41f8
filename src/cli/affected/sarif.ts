import { relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

import { formatPackage, upgradeText } from '../../affected/answer-text.ts';
import type {
  AffectedAnswer,
  FoundPlace,
  TouchedIncident,
  TouchedPackage,
} from '../../affected/find-affected.ts';
import { incidentName, incidentPath } from '../../model/paths.ts';
import { formatRange } from '../../model/version-range.ts';
import { siteAddress } from '../site-address.ts';
import type { FailedFile } from './list-files.ts';

/** The answer as a SARIF log, which code scanning reads: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
export function affectedSarif({ inRange }: AffectedAnswer, failed: readonly FailedFile[]) {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Heaplore',
            informationUri: siteAddress('/'),
            rules: inRange.map(rule),
          },
        },
        invocations: [
          {
            executionSuccessful: failed.length === 0,
            toolExecutionNotifications: failed.map(({ file, message }) => ({
              level: 'error',
              message: { text: message },
              locations: [location({ file })],
            })),
          },
        ],
        results: inRange.flatMap((touched, index) =>
          touched.packages
            .filter(({ state }) => state === 'in-range')
            .map((one) => result(touched, index, one)),
        ),
      },
    ],
  };
}

const rule = ({ incident: { id, title, workaround } }: TouchedIncident) => ({
  id: incidentName(id),
  shortDescription: { text: title },
  fullDescription: { text: `A version in the range of the memory incident “${title}”.` },
  helpUri: siteAddress(incidentPath(id)),
  help: {
    text: `${workaround === undefined ? '' : `Until the fix can be taken: ${workaround}\n\n`}What triggers it and how to confirm it: ${siteAddress(incidentPath(id))}`,
  },
  defaultConfiguration: { level: 'warning' },
  properties: { tags: ['memory'] },
});

const result = (
  { incident: { id, title } }: TouchedIncident,
  ruleIndex: number,
  one: TouchedPackage,
) => ({
  ruleId: incidentName(id),
  ruleIndex,
  level: 'warning',
  message: {
    text: `${formatPackage(one)} is in range of “${title}” (${one.range ? formatRange(one.range) : ''}). ${upgradeText(one)}${one.component.note === undefined ? '' : ` ${one.component.note}`}`,
  },
  locations: one.places.map(location),
});

const location = ({ file, line }: FoundPlace) => ({
  physicalLocation: {
    artifactLocation: { uri: addressOf(file) },
    ...(line !== undefined && { region: { startLine: line } }),
  },
});

/** Relative to the current folder, as code scanning wants it, or as a file's address outside of it. */
function addressOf(file: string): string {
  const inside = relative('.', file);
  if (inside.startsWith('..')) return pathToFileURL(resolve(file)).href;
  return inside.split(sep).map(encodeURIComponent).join('/');
}
