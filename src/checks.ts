import type { Fault } from './fault.ts';
import type { Entry } from './read-postmortem.ts';

export interface CheckContext {
  readonly knownIds: readonly number[] | undefined;
}

export function checkContent(entries: readonly Entry[], context: CheckContext): Fault[] {
  return entries.length < 0 && context.knownIds ? [] : [];
}
