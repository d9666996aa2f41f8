import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  findSecrets,
  formatSecret,
  replaceSecrets,
} from '../../src/content/secrets/find-secrets.ts';
import { cpuSeconds } from '../cpu-seconds.ts';

// Joined here, so that no scanner of this repository takes them for real ones.
const join = (...parts: readonly string[]): string => parts.join('');
const letters = 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0fG3iJ6';

const found: readonly (readonly [text: string, clean: string])[] = [
  ['wrote jane.doe@corp-mail.com today', 'wrote name@example.com today'],
  ['peer 10.1.2.3 is gone', 'peer 192.0.2.1 is gone'],
  ['dial tcp 93.184.216.34:443: refused', 'dial tcp 192.0.2.1:443: refused'],
  ['from 5.6.7.8', 'from 192.0.2.1'],
  ['listens on [fd00:12::7]:80', 'listens on [2001:db8::1]:80'],
  ['at /home/jdoe/src/main.c:12', 'at /home/user/src/main.c:12'],
  ['in /Users/jane.doe/app/node_modules', 'in /Users/user/app/node_modules'],
  [String.raw`C:\Users\Jane\app.exe`, String.raw`C:\Users\user\app.exe`],
  ['see https://wiki.corp-x.internal/leak?id=3 first', 'see https://host.example/ first'],
  ['http://grafana.monitoring.local:3000/d/x', 'https://host.example/'],
  ['node ip-10-2-3-4.eu-west-1.compute.internal', 'node host.example'],
  ['orders.shop.svc.cluster.local is slow', 'host.example is slow'],
  ['Nov 21 15:23:22 web-3 kernel: oom', 'Nov 21 15:23:22 host kernel: oom'],
  ['2026-11-21T15:23:22+0100 web-3 sshd[12]: x', '2026-11-21T15:23:22+0100 host sshd[12]: x'],
  ['jane@web-3:~/src$ heaptrack ./a', 'user@host:~/src$ heaptrack ./a'],
  ['hostname: db7.prod.acme.net', 'hostname: host.example'],
  ['postgres://app:hunter22@db/x', 'postgres://app:password@db/x'],
  ['API_KEY=abcd1234efgh', 'API_KEY=password'],
  [join('ghp', '_', letters), '[token removed]'],
  [join('key AK', 'IA', 'ABCDEFGHIJKLMNOP'), 'key [token removed]'],
  [join('eyJ', letters, '.eyJ', letters, '.', letters), '[token removed]'],
  [`Authorization: Bearer ${letters}`, 'Authorization: Bearer [token removed]'],
  [
    join('-----BEGIN RSA PRIV', 'ATE KEY-----\nMIIE\n-----END RSA PRIV', 'ATE KEY-----'),
    '[private key removed]',
  ],
];

describe('secrets', () => {
  test.each(found)('%s', (text, clean) => {
    expect(replaceSecrets(text).text).toBe(clean);
  });

  test.each([
    'Rails 4.2.5.1, ClickHouse 22.6.8.35 and Chrome/124.0.0.0',
    'on 127.0.0.1:4321, 0.0.0.0 and 192.0.2.7',
    'git@github.com:heaplore/heaplore.git',
    'user@1000.service and icon@2x.png',
    'node_modules/.pnpm/react-dom@18.2.0_react@18.2.0/node_modules',
    'https://medium.com/@jane.doe/leak and https://lists.example.net/msg/a1@mail.corp.com',
    '/home/runner/work, /home/user/src and https://example.org/home/products/x',
    'io.netty.util.internal.PlatformDependent in jdk.internal.misc',
    'token := os.Getenv("TOKEN"), password: string, secret = $SECRET',
    'std::face::add at 12:34:56 and fade::Bad::x',
    'malloc@@GLIBC_2.2.5 and SSL_new@OPENSSL_3.0.0',
    'sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'instance="127.0.0.1:19190", job="prometheus"',
  ])('spares %s', (text) => {
    expect(findSecrets(text)).toEqual([]);
  });

  test('have their place, and a token is not printed', () => {
    const token = join('glp', 'at-', letters);
    const secrets = findSecrets(`a\nb /home/jdoe/x\n\n  ${token}`);
    expect(secrets.map(({ line, column, kind }) => [line, column, kind])).toEqual([
      [2, 9, 'home folder'],
      [4, 3, 'token'],
    ]);
    expect(secrets.map(formatSecret)).toEqual(['home folder "jdoe"', 'token "glpa…"']);
  });

  test('are not found in what replaced them', () => {
    for (const [text] of found) expect(findSecrets(replaceSecrets(text).text)).toEqual([]);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...found.map(([text]) => text), ' ', '\n')), (parts) => {
        const { text } = replaceSecrets(parts.join(' '));
        expect(findSecrets(text)).toEqual([]);
      }),
    );
  });

  test('are looked for in a time linear in the text', () => {
    const rows = [
      'a@',
      '10.',
      '/home/',
      'a.',
      'https://a.',
      'x:',
      'password=',
      'eyJ',
      '-----BEGIN ',
    ];
    for (const row of rows) {
      const text = row.repeat(200_000 / row.length);
      expect(
        cpuSeconds(() => findSecrets(text)),
        row,
      ).toBeLessThan(2);
    }
  });
});
