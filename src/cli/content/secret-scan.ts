import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';

import { findSecrets, formatSecret } from '../../content/secrets/find-secrets.ts';

/** What must not be published in a text, each as a line of words: our own patterns, and secretlint's for keys of services. */
export async function scanForSecrets(file: string, text: string): Promise<string[]> {
  const own = findSecrets(text).map((secret) => `${file}:${secret.line}  ${formatSecret(secret)}`);
  const { messages } = await lintSource({
    source: { filePath: file, content: text, contentType: 'text' },
    options: {
      // The message would hold the secret itself, and output ends up in logs.
      maskSecrets: true,
      config: {
        rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }],
      },
    },
  });
  return [...own, ...messages.map(({ loc, message }) => `${file}:${loc.start.line}  ${message}`)];
}
