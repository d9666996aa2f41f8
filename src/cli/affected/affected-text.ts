import type {
  AffectedAnswer,
  FileSummary,
  TouchedIncident,
  TouchedPackage,
} from '../../affected/find-affected.ts';
import {
  formatPackage,
  formatPlaces,
  headline,
  triggerNote,
  upgradeText,
  whyNotInRange,
} from '../../affected/answer-text.ts';
import { incidentName, incidentPath } from '../../model/paths.ts';
import { formatRange } from '../../model/version-range.ts';
import { schemaVersion } from '../../outputs/shared-fields.ts';
import { siteAddress } from '../site-address.ts';
import type { FailedFile } from './list-files.ts';

/** The answer for programs. */
export function affectedJson(
  { inRange, others, files }: AffectedAnswer,
  failed: readonly FailedFile[],
) {
  return {
    schemaVersion,
    inRange: inRange.map(incidentJson),
    others: others.map(incidentJson),
    files: files.map(({ withoutVersion, ...file }) => ({
      ...file,
      withoutVersion: withoutVersion.map(({ ecosystem, name, stated }) => ({
        ecosystem,
        name,
        stated,
      })),
    })),
    errors: failed,
  };
}

const incidentJson = ({ incident, packages }: TouchedIncident) => ({
  id: incident.id,
  name: incidentName(incident.id),
  title: incident.title,
  url: incidentPath(incident.id),
  workaround: incident.workaround,
  packages: packages.map(({ component, ...one }) => ({
    ...one,
    component: component.name,
    package: component.package,
    affected: component.ranges,
    note: component.note,
  })),
});

/** The answer as text. */
export function affectedText(answer: AffectedAnswer): string {
  const { inRange, others, files } = answer;
  const parts = [
    files.length === 0 ? '' : `Read:\n${files.map(fileLine).join('\n')}`,
    files.length === 0 ? '' : headline(answer) + (inRange.length > 0 ? ` ${triggerNote}` : ''),
    ...inRange.map(incidentText),
    others.length === 0
      ? ''
      : `Known incidents in these packages, not in range:\n${others.flatMap(otherLines).join('\n')}`,
    ...files.flatMap(withoutVersionText),
    ...files.flatMap(unreadText),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

const fileLine = ({ file, format, packages }: FileSummary): string =>
  `  ${file}: ${packages} ${packages === 1 ? 'package' : 'packages'} (${format})`;

const incidentText = ({ incident, packages }: TouchedIncident): string =>
  [
    `${incidentName(incident.id)}: ${incident.title}`,
    ...packages.filter(({ state }) => state === 'in-range').flatMap(packageLines),
    ...(incident.workaround === undefined ? [] : [`    until then: ${incident.workaround}`]),
    `    ${siteAddress(incidentPath(incident.id))}`,
  ].join('\n');

const packageLines = (one: TouchedPackage): readonly string[] => [
  `    ${formatPackage(one)} is in range: ${one.range ? formatRange(one.range) : ''}`,
  `      in ${formatPlaces(one.places)}`,
  `      ${upgradeText(one)}`,
  ...(one.component.note === undefined ? [] : [`      note: ${one.component.note}`]),
];

const otherLines = ({ incident, packages }: TouchedIncident): readonly string[] =>
  packages.map(
    (one) => `  ${incidentName(incident.id)}  ${formatPackage(one)}: ${whyNotInRange(one)}`,
  );

function withoutVersionText({ file, withoutVersion }: FileSummary): readonly string[] {
  if (withoutVersion.length === 0) return [];
  const listed = withoutVersion.map(({ name, stated }) => (stated ? `${name} (${stated})` : name));
  return [`No exact version in ${file}: ${listed.join(', ')}`];
}

function unreadText({ file, unread }: FileSummary): readonly string[] {
  if (unread.length === 0) return [];
  const lines = unread.map(
    ({ text, why, line }) => `  ${line === undefined ? '' : `line ${line}: `}${text} (${why})`,
  );
  return [`Not read in ${file}:\n${lines.join('\n')}`];
}
