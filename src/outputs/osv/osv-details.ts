import { absolute, incidentName, incidentPath } from '../../model/addresses.ts';
import type { PostmortemData } from '../../model/schema.ts';
import { fenced, plain } from '../markdown-text.ts';

/**
 * `details` of an OSV entry in CommonMark: what happened, what it takes beside an affected version, how to confirm it, what
 * to do until the fix can be taken.
 */
export function renderDetails(data: PostmortemData): string {
  const { symptoms = [], confirm = [], workaround } = data.diagnosis ?? {};
  const notes = data.component.flatMap(({ name, note }) =>
    note === undefined ? [] : [`${plain(name)}: ${plain(note)}`],
  );
  const parts = [
    plain(data.summary),
    'This is a memory incident, not a vulnerability report. A version in range is affected only if the program does what triggers it.',
    ...(notes.length > 0 ? ['## Conditions', list(notes)] : []),
    ...(symptoms.length > 0 ? ['## Symptoms', list(symptoms.map(plain))] : []),
    ...(confirm.length > 0 ? ['## Confirm', ...confirm.flatMap(renderCheck)] : []),
    ...(workaround === undefined ? [] : ['## Workaround', plain(workaround)]),
    `More: [${incidentName(data.id)}](${absolute(incidentPath(data.id))})`,
  ];
  return `${parts.join('\n\n')}\n`;
}

type Check = NonNullable<NonNullable<PostmortemData['diagnosis']>['confirm']>[number];

const renderCheck = ({ run, see, not }: Check): string[] => [
  ...(run === undefined ? [] : [fenced(run.trimEnd().split('\n'))]),
  `Confirms it: ${plain(see)}`,
  ...(not === undefined ? [] : [`Speaks against it: ${plain(not)}`]),
];

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');
