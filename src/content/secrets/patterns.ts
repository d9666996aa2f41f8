import {
  anyHost,
  isHarmlessAddress,
  isHarmlessEmail,
  isHarmlessPassword,
  nobody,
  type Context,
} from './harmless.ts';

export type SecretKind =
  | 'private key'
  | 'token'
  | 'password'
  | 'e-mail address'
  | 'private address'
  | 'IP address'
  | 'home folder'
  | 'host name';

interface Pattern {
  readonly kind: SecretKind;
  readonly pattern: RegExp;
  readonly placeholder: string;
  /** Whether the match may be published after all. */
  readonly isFalsePositive?: (found: string, context: Context) => boolean;
}

const tokens = [
  // Providers print these beginnings so that a leaked token can be found.
  String.raw`gh[pousr]_[A-Za-z0-9]{30,255}`,
  String.raw`github_pat_[A-Za-z0-9_]{40,255}`,
  String.raw`gl(?:pat|dt|rt|ptt|ft|agent|soat|imt)-[\w-]{20,255}`,
  String.raw`xox[abeoprs]-[A-Za-z0-9-]{10,255}`,
  String.raw`(?:AKIA|ASIA)[A-Z0-9]{16}`,
  String.raw`AIza[\w-]{35}`,
  String.raw`ya29\.[\w-]{20,500}`,
  String.raw`npm_[A-Za-z0-9]{36}`,
  String.raw`pypi-[\w-]{50,255}`,
  String.raw`dckr_pat_[\w-]{20,255}`,
  String.raw`hf_[A-Za-z]{30,255}`,
  String.raw`sk-(?:ant-|proj-|svcacct-)?[\w-]{24,255}`,
  String.raw`[sr]k_(?:live|test)_[A-Za-z0-9]{16,255}`,
  String.raw`SG\.[\w-]{16,64}\.[\w-]{16,64}`,
  String.raw`lin_api_[A-Za-z0-9]{32,64}`,
  String.raw`dop_v1_[a-f0-9]{64}`,
  String.raw`hv[sbr]\.[\w-]{24,255}`,
  String.raw`eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,2000}`,
].join('|');

const internalHost = String.raw`[a-z0-9](?:[a-z0-9-]{0,62}\.){1,8}(?:internal|intranet|local|localdomain|lan|corp|private|home\.arpa)`;

const octet = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;

/** In order of priority: a stretch of text that one pattern matched is not matched again by a later one. */
export const patterns: readonly Pattern[] = [
  {
    kind: 'private key',
    pattern:
      /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=\s\\:,.-]{0,20000}?-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?/g,
    placeholder: '[private key removed]',
  },
  {
    kind: 'token',
    pattern: new RegExp(String.raw`(?<![\w-])(?:${tokens})(?![\w-])`, 'g'),
    placeholder: '[token removed]',
  },
  {
    kind: 'token',
    pattern: /\b(?:bearer|basic)\s{1,4}(?<it>[\w+/.~-]{16,2000}={0,2})/gi,
    placeholder: '[token removed]',
    isFalsePositive: (found, { before }) => !/\d/.test(found) || !/auth|header|-H\b/i.test(before),
  },
  {
    kind: 'password',
    pattern:
      /\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s/:@"'<>]{0,100}:(?<it>[^\s/@"'<>]{1,200})@(?=[\w[])/gi,
    placeholder: 'password',
    isFalsePositive: isHarmlessPassword,
  },
  {
    kind: 'password',
    pattern:
      /(?<![A-Za-z])(?:password|passwd|passphrase|secret(?:[_-]?key)?|api[_-]?key|access[_-]?key|auth[_-]?token|client[_-]?secret|private[_-]?token)["']?\s{0,3}[=:]\s{0,3}["']?(?<it>[^\s"',;&)\]}<>]{6,200})/gi,
    placeholder: 'password',
    isFalsePositive: isHarmlessPassword,
  },
  {
    kind: 'private address',
    pattern: new RegExp(String.raw`\bhttps?:\/\/${internalHost}(?![\w.-]*\w)[^\s"'<>)\]]*`, 'gi'),
    placeholder: 'https://host.example/',
  },
  {
    kind: 'e-mail address',
    pattern:
      /(?<![\w.+%/@-])[A-Za-z0-9_][\w.+-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,8}[A-Za-z]{2,24}(?![\w@-])/g,
    placeholder: 'name@example.com',
    isFalsePositive: isHarmlessEmail,
  },
  {
    kind: 'IP address',
    pattern: new RegExp(String.raw`(?<![\w.+-])(?:${octet}\.){3}${octet}(?![\w+-]|\.\d|-\d)`, 'g'),
    placeholder: '192.0.2.1',
    isFalsePositive: isHarmlessAddress,
  },
  {
    kind: 'IP address',
    pattern: /(?<![\w:.])(?:[23][\da-f]{3}|f[cdef][\da-f]{2}):[\da-f:]{2,40}(?![\w:])/gi,
    placeholder: '2001:db8::1',
    isFalsePositive: (found) =>
      /^2001:0?db8:/i.test(found) ||
      !/\d/.test(found) ||
      !/^(?:[\da-f]{1,4}(?::|$)){8}$|^(?:[\da-f]{1,4}:){1,6}(?::[\da-f]{1,4}){0,6}$|^(?:[\da-f]{1,4}:){1,7}:$/i.test(
        found,
      ) ||
      !(found.includes('::') || found.split(':').length === 8),
  },
  {
    kind: 'home folder',
    pattern:
      /(?<![\w.~-])\/(?:home|Users|export\/home|var\/home)\/(?<it>[A-Za-z0-9_][\w.-]{0,40})/g,
    placeholder: 'user',
    isFalsePositive: (found) => nobody.test(found),
  },
  {
    kind: 'home folder',
    pattern: /\b[A-Za-z]:\\{1,2}Users\\{1,2}(?<it>[A-Za-z0-9_][\w.-]{0,40})/g,
    placeholder: 'user',
    isFalsePositive: (found) => nobody.test(found),
  },
  {
    kind: 'host name',
    pattern:
      /\bip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}(?:\.[a-z0-9-]{1,40}){0,4}|\b[a-z0-9](?:[a-z0-9-]{0,62}\.){1,8}(?:ec2\.internal|compute\.internal|compute\.amazonaws\.com|svc\.cluster\.local|c\.[a-z0-9-]{4,40}\.internal|cloudapp\.azure\.com)\b/gi,
    placeholder: 'host.example',
  },
  {
    kind: 'host name',
    pattern:
      /(?<![\w.-])(?:host(?:_?name)?|node_?name|computer_?name|instance)["']?\s{0,3}[=:]\s{0,3}["']?(?<it>[A-Za-z][\w-]{0,62}(?:\.[\w-]{1,62}){1,8})/gi,
    placeholder: 'host.example',
    isFalsePositive: (found, { after }) => anyHost.test(found) || /^[(/]/.test(after),
  },
  {
    kind: 'host name',
    // The prefix of syslog and of the journal: `Nov 21 15:23:22 web-3 kernel: `.
    pattern:
      /^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)) (?<it>[A-Za-z][\w.-]{0,80}) [\w./-]{1,60}(?:\[\d{1,8}\])?: /gm,
    placeholder: 'host',
    isFalsePositive: (found) => anyHost.test(found),
  },
  {
    kind: 'host name',
    // A prompt: `jane@web-3:~/src$ `.
    pattern:
      /^\[?(?<it>[a-z_][\w-]{0,31}@[A-Za-z][\w.-]{0,62})(?=[: ][~/][^\n$#]{0,200}[$#](?: |$))/gm,
    placeholder: 'user@host',
    isFalsePositive: (found) => {
      const [user = '', host = ''] = found.split('@');
      return nobody.test(user) && anyHost.test(host);
    },
  },
];
