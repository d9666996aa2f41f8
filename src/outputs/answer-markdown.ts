/** What opens the Markdown of a postmortem: do I have this, how to confirm it, which release fixes it, what to do until then. */

import { adviseUpgrade, formatAffected, unknownReason, type Component } from '../model/affected.ts';
import { evidenceLevel, evidenceLevels } from '../model/evidence-level.ts';
import type { PostmortemData } from '../model/schema.ts';
import { verifications } from '../model/vocabulary.ts';
import { fenced, list, plainWithCode, section, sentence } from './markdown-text.ts';

/** As many sections as the postmortem can fill. */
export function renderAnswer({ diagnosis, component }: PostmortemData): string[] {
  const { symptoms = [], confirm = [], workaround } = diagnosis ?? {};
  const fixes = component.flatMap(formatFix);
  return [
    ...section('Do I have this?', symptoms.length === 0 ? [] : [list(symptoms.map(plainWithCode))]),
    ...section('Confirm', confirm.flatMap(renderCheck)),
    ...section('Fixed in', fixes.length === 0 ? [] : [list(fixes)]),
    ...section('Until then', workaround === undefined ? [] : [plainWithCode(workaround)]),
  ];
}

type Check = NonNullable<NonNullable<PostmortemData['diagnosis']>['confirm']>[number];

const renderCheck = ({ run, see, not }: Check): string[] => [
  ...(run === undefined ? [] : [fenced(run.split('\n'), 'sh')]),
  list([
    `Proof: ${plainWithCode(see)}`,
    ...(not === undefined ? [] : [`Against it: ${plainWithCode(not)}`]),
  ]),
];

/** `OpenSSL (pkg:generic/openssl): Upgrade to 3.0.2. Affected: 3.0.0 to before 3.0.2.`; nothing if nobody knows. */
function formatFix(component: Component): string[] {
  const { name, note, package: purl } = component;
  const affected = formatAffected(component);
  const said = [
    ...adviseUpgrade(component),
    ...(affected === undefined ? [] : [`Affected: ${affected}`]),
    ...[unknownReason(component), note].filter((text) => text !== undefined),
  ];
  if (said.length === 0) return [];
  const title = purl === undefined ? name : `${name} (${purl})`;
  return [`${plainWithCode(title)}: ${said.map(sentence).join(' ')}`];
}

/** How it is known what the postmortem says: the level of evidence, and each check. */
export function listChecks(data: PostmortemData): string[] {
  const { label, definition } = evidenceLevels[evidenceLevel(data)];
  return [
    `Evidence: ${label.toLowerCase()}. ${definition}`,
    ...(data.verified ?? []).map(({ date, how, what }) => {
      const place = URL.canParse(what) ? `<${what}>` : what;
      return `Checked on ${date}: ${verifications[how].label.toLowerCase()}, ${place}`;
    }),
  ];
}
