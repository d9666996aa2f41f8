import type { Fault } from '../../model/fault.ts';
import { findSecrets, formatSecret, type Secret } from '../secrets/find-secrets.ts';

/** A pasted log may hold thousands; the first ones tell what to do. */
const maxFaults = 10;

/** Names of what tools print as text. It is offered for download, so it is looked through. */
export const textFile = /\.(?:txt|log|json|xml|out|folded|collapsed|tsv)$/;

/** What in a content file must not be published: names of people and machines, addresses, keys. */
export function checkSecrets(file: string, text: string): Fault[] {
  return findSecrets(text)
    .slice(0, maxFaults)
    .map((secret) => ({
      file,
      line: secret.line,
      column: secret.column,
      message: `${formatSecret(secret)} must not be published. Write ${secret.placeholder} instead.${renew(secret)}`,
    }));
}

const renew = ({ kind }: Secret): string =>
  /address|folder|host/.test(kind)
    ? ''
    : ' If it is real and was pushed, replace it: others may have it.';
