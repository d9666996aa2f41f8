import { readFileSync } from 'node:fs';

import { demangle_any } from 'gecko-profiler-demangle';
import { describe, expect, test } from 'vitest';

import { noNames } from '../../src/match/libraries.ts';
import { demanglePath } from '../../src/match/demangle/demangle.ts';
import { normalizeSymbol } from '../../src/match/symbols.ts';
import { messageTerms, symbolTerms } from '../../src/match/terms.ts';
import { cpuSeconds } from '../cpu-seconds.ts';

const vectors = (name: string): string[] =>
  readFileSync(`tests/reports/rust/${name}.txt`, 'utf8').split('\n').filter(Boolean);

// Type information and variables inside functions are no functions, so no stack shows them.
const isFunction = (mangled: string): boolean => !/^_ZT|^_ZZ.*E\d+__\w+$/.test(mangled);

describe.each([
  'mangled-v0-all',
  'mangled-v0',
  'mangled-legacy-all',
  'mangled-legacy',
  'mangled-itanium-cpp',
])('%s', (name) => {
  test.each(vectors(name).filter(isFunction))('%s', (mangled) => {
    expect(demanglePath(mangled)).toBeDefined();
    expect(normalizeSymbol(mangled)).toBe(normalizeSymbol(demangle_any(mangled)));
  });
});

describe('one name for the same function', () => {
  test.each([
    [
      'malloc',
      'malloc (vg_replace_malloc.c:446)',
      '__interceptor_malloc',
      '__libc_malloc',
      '__GI___libc_malloc',
      'malloc@@GLIBC_2.2.5',
      'je_malloc',
      'malloc+0x1d',
    ],
    [
      'leak::gossip::Sender::send',
      '<leak::gossip::Sender>::send',
      'leak::gossip::Sender::send::hacf0fcba942838cd',
      '_RNvMNtCscJEj9Xep4Zo_4leak6gossipNtB2_6Sender4send',
      '_ZN4leak6gossip6Sender4send17hacf0fcba942838cdE',
      'leak::gossip::Sender::send::{{closure}}',
      'leak::gossip::Sender::send::{closure#0}',
    ],
    [
      'alloc::vec::Vec::push',
      'alloc::vec::Vec<T,A>::push',
      '<alloc::vec::Vec<u8>>::push',
      'alloc::vec::Vec::<T>::push',
    ],
    ['core::fmt::Debug::fmt', '<&T as core::fmt::Debug>::fmt'],
    [
      'leak::Sender::drop',
      '<leak::Sender as core::ops::drop::Drop>::drop',
      'leak::_::<impl core::ops::drop::Drop for leak::Sender>::drop',
    ],
    [
      'acme::net::RequestHandler::handle',
      'acme::net::RequestHandler::handle(int)',
      'void acme::net::RequestHandler::handle<int>(int) const',
      'acme::net::RequestHandler::handle(int) [clone .cold]',
      '_ZN4acme3net14RequestHandler6handleEi',
      'acme::net::(anonymous namespace)::RequestHandler::handle',
      'acme::net::RequestHandler::handle(std::map<int, std::function<void (int)>>)::{lambda(int)#1}::operator()(int) const',
    ],
    ['operator new', 'operator new(unsigned long)', '_Znwm'],
    ['Stream::operator<<', 'Stream& Stream::operator<< <int>(int)', 'Stream::operator<<(int)'],
    [
      'state_machine',
      'state_machine.part.0',
      'state_machine.isra.0.cold',
      'state_machine.constprop.1',
    ],
    [
      'github.com/miekg/dns.parseZone',
      'github.com/miekg/dns.parseZone+0x1d4',
      'github.com/coredns/coredns/vendor/github.com/miekg/dns.parseZone',
      'github.com/miekg/dns@v1.1.2.parseZone',
      'github.com/miekg/dns.parseZone.func1',
      'github.com/miekg/dns.parseZone.func1.2',
      'github.com/miekg/dns/v2.parseZone',
    ],
    [
      'github.com/docker/docker/engine.Output.Write',
      'github.com/docker/docker/engine.(*Output).Write',
      'github.com/docker/docker/engine.(*Output).Write-fm',
      'github.com/docker/docker/engine.Output.Write·002',
    ],
    [
      'com.acme.Cache.put',
      'com.acme.Cache.put(Cache.java:12)',
      'com.acme.Cache$1.put',
      'app//com.acme.Cache.put',
      'com.acme.Cache.lambda$put$0',
      'com.acme.Cache$$Lambda$14/0x0000000800c03000.put',
      'acme.base@17.0.1/com.acme.Cache.put',
    ],
    ['com.sun.proxy.$Proxy.call', 'com.sun.proxy.$Proxy12.call'],
    ['java.lang.String', '[Ljava.lang.String;'],
    ['Agent.kOnConnect', 'Agent.[kOnConnect]', 'async Agent.[kOnConnect]'],
    ['Cache', 'new Cache'],
    [
      'kombu/transport/base.py',
      '/usr/lib/python3.11/site-packages/kombu/transport/base.py:911',
      'C:\\app\\kombu\\transport\\base.py:12',
    ],
    [
      'kombu/transport/base.py:send',
      '/opt/venv/lib/python3.11/site-packages/kombu/transport/base.py:send',
    ],
    ['_NSJSONReader.parseData', '-[_NSJSONReader parseData:options:error:]'],
    [
      'TerminalController.handleClient',
      'TerminalController.handleClient(_:peerPid:)',
      'closure #1 in TerminalController.handleClient(_:peerPid:)',
      'static TerminalController.handleClient(_:peerPid:)',
    ],
  ])('%s', (wanted, ...written) => {
    for (const name of [wanted, ...written]) expect(normalizeSymbol(name)).toBe(wanted);
  });
});

describe('a hostile line of 100,000 letters', () => {
  const pieces = [
    '<',
    '<a as ',
    '(',
    ' (',
    '::',
    '$$Lambda$',
    '.func1',
    '{{closure',
    '/a-',
    '[',
    'aB',
    '_ZN',
    '_RNv',
    '1a',
    '"',
  ];

  test.each(pieces)('of %j is cut into terms within a second', (piece) => {
    const line = piece.repeat(Math.ceil(100_000 / piece.length));
    const seconds = cpuSeconds(() => {
      symbolTerms(line, noNames);
      messageTerms(line, noNames);
    });
    expect(seconds).toBeLessThan(1);
  });
});

// The expression for qualifiers once took time that doubled with every "requires".
test.each([
  ['qualifiers', `a b${' requires'.repeat(40)}\n & x`],
  ['brackets', `a ${'('.repeat(4000)}`],
  ['blanks', `a${' '.repeat(4000)}b`],
  ['points', `a ( ${'.'.repeat(4000)}`],
])('a name of nothing but %s takes no time', (_, name) => {
  expect(cpuSeconds(() => normalizeSymbol(name))).toBeLessThan(0.5);
});
