import { describe, expect, test } from 'vitest';

import {
  buildNameTable,
  findComponents,
  findProcessComponents,
  noNames,
} from '../../src/match/libraries.ts';

const names = buildNameTable({
  'order-server': ['orderd', 'libordercore', 'order-daemon-with-a-long-name'],
  'zebra-core': ['zebra', 'zebra_*', 'Zebra::*'],
  'zebra-go': ['example.org/zebra'],
});

describe('the component of a process', () => {
  test.each([
    ['orderd', ['order-server']],
    ['/usr/sbin/orderd --fast', ['order-server']],
    ['OrderD', ['order-server']],
    ['order-daemon-with-a-long-name', ['order-server']],
    ['order-daemon-wi', ['order-server']],
    ['other', ['other']],
    ['other_v1.2.3_x5', ['other']],
    ['java', []],
    ['ab', []],
  ])('of %s', (command, ids) => expect(findProcessComponents(command, names)).toEqual(ids));
});

describe('the components of a frame', () => {
  test('are told by how its function begins, as written', () => {
    expect(findComponents('zebra_stripe_new', names)).toEqual(['zebra-core']);
    expect(findComponents('Zebra::stripe', names)).toContain('zebra-core');
    expect(findComponents('ZEBRA_stripe', names)).toEqual([]);
  });

  test('are told by its library', () => {
    expect(findComponents('paint', names, '/usr/lib/libzebra.so.3')).toEqual(['zebra-core']);
    expect(findComponents('paint', names, 'libother.so')).toEqual(['other']);
    expect(findComponents('paint', names, 'libc.so.6')).toEqual([]);
  });

  test.each(['example.org/zebra.Stripe', 'example.org/zebra/paint.(*Brush).Draw'])(
    'are that of the import path alone: %s',
    (symbol) => expect(findComponents(symbol, names)).toEqual(['zebra-go']),
  );

  test('are guesses from the path where no name says which', () => {
    expect(findComponents('github.com/acme/store.Put', noNames)).toEqual(['store', 'acme-store']);
    expect(findComponents('example.org/zebra.Stripe', noNames)).toContain('zebra');
  });
});
