import { listPackage, type ListedPackage, type ListFormat } from '../package-list.ts';

/**
 * What `dpkg -l` prints. The two letters say what is wanted and what is so; `i` in second place is installed:
 *
 *     ii  libssl3:amd64  3.0.11-1~deb12u2  amd64  Secure Sockets Layer toolkit - shared libraries
 */
export const dpkgTable: ListFormat = {
  label: 'dpkg -l',
  recognizes: ({ text }) =>
    /^\|\|\/ Name\s|^[uihrp]i\s+\S+\s+\d\S*\s+(?:all|\w+64|i386|arm\w+)\s/m.test(text),
  read: ({ text }) => ({
    packages: text.split('\n').flatMap((line, index) => {
      const [, name, version] = /^[uihrp]i[ R]? +([^\s:]+)(?::\S+)? +(\S+) /.exec(line) ?? [];
      return name === undefined ? [] : listPackage('Debian', name, version, index + 1);
    }),
    unread: [],
  }),
};

/** What `dpkg-query -W` prints: `libssl3:amd64`, a tab, `3.0.11-1~deb12u2`. */
export const dpkgQuery: ListFormat = {
  label: 'dpkg-query -W',
  recognizes: ({ text }) => {
    const lines = text.slice(0, 4096).split('\n').slice(0, -1);
    return lines.length > 1 && lines.every((line) => queryLine.test(line));
  },
  read: ({ text }) => ({
    packages: text.split('\n').flatMap((line, index) => {
      const [, name, version] = queryLine.exec(line) ?? [];
      return name === undefined ? [] : listPackage('Debian', name, version, index + 1);
    }),
    unread: [],
  }),
};

/** What was removed and left its settings has no version. */
const queryLine = /^([a-z0-9][a-z0-9+.-]+)(?::\w+)?\t(\d\S*)?$/;

/** /var/lib/dpkg/status. Incidents name the source package, which stands there where it has another name. */
export const dpkgStatus: ListFormat = {
  label: '/var/lib/dpkg/status',
  fileName: /^dpkg\/status$/,
  recognizes: ({ text }) => /^Package: \S+$/m.test(text) && /^Status: \S+ \S+ \S+$/m.test(text),
  read: ({ text }) => {
    const packages: ListedPackage[] = [];
    let line = 1;
    for (const paragraph of text.split(/\n{2,}/)) {
      const start = line;
      line += paragraph.split('\n').length + 1;
      if (!/^Status: \S+ \S+ installed$/m.test(paragraph)) continue;
      const [, name] = field(paragraph, 'Package');
      const [, version = ''] = field(paragraph, 'Version');
      const [, source, sourceVersion = version] = field(paragraph, 'Source');
      if (name === undefined) continue;
      packages.push({
        ...listPackage('Debian', name, version, start),
        ...(source !== undefined &&
          source !== name && { source: { name: source, version: sourceVersion } }),
      });
    }
    return { packages, unread: [] };
  },
};

/** `Source: util-linux (2.38.1-5)`: the word, and what follows in parentheses. */
const field = (paragraph: string, name: string): readonly (string | undefined)[] =>
  new RegExp(`^${name}: (\\S+)(?: \\(([^)]*)\\))?`, 'm').exec(paragraph) ?? [];
