/**
 * Rules that a postmortem should follow and may break for a reason: `npm run check` prints what breaks them and still passes.
 * One function per rule, as in rules.ts.
 */

import type { Fault } from '../../model/fault.ts';
import { chartWarnings } from './charts.ts';
import type { Entry } from '../read/read-postmortem.ts';
import { warnOfMissingVersions } from './versions.ts';

const rules: readonly ((entry: Entry) => Fault[])[] = [...chartWarnings, warnOfMissingVersions];

/** All warnings of a postmortem that the schema accepts, in no order. */
export const findWarnings = (entry: Entry): Fault[] => rules.flatMap((rule) => rule(entry));
