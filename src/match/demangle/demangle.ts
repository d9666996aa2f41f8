import { demangleItanium } from './itanium.ts';
import { DamagedName, maxLength } from './cursor.ts';
import { demangleRustLegacy, demangleRustV0 } from './rust.ts';

/**
 * The path in a mangled name: crate, modules, types and function, without generics, arguments and hashes. Reads Rust's v0
 * (RFC 2603) and legacy schemes and names of the Itanium C++ ABI, which GCC and Clang use.
 *
 * Undefined for text that is not mangled, is damaged, is not a function (`_ZTV…`) or is longer than 4 KB, and for names whose
 * back references fan out too far. A local name is given as the function it stands in.
 */
export function demanglePath(name: string): string | undefined {
  if (name.length > maxLength) return undefined;
  const symbol = name.replace(/^_(?=_[RZ])/, '');
  try {
    if (/^_R[A-Z\d]/.test(symbol)) return demangleRustV0(symbol.slice(2).replace(/[.$].*$/, ''));
    if (/^_ZN.*17h[0-9a-f]{16}E/.test(symbol)) return demangleRustLegacy(symbol);
    if (symbol.startsWith('_Z')) return demangleItanium(symbol.slice(2));
  } catch (error) {
    if (!(error instanceof DamagedName)) throw error;
  }
  return undefined;
}
