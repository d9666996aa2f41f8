import { itaniumPath } from './itanium-path.ts';
import { Damaged, longestName } from './mangled-cursor.ts';
import { legacyRustPath } from './rust-legacy-path.ts';
import { rustPath } from './rust-path.ts';

/**
 * The path in a mangled name: crate, modules, types and function, without generics, arguments and hashes. Reads Rust's v0
 * (RFC 2603) and legacy schemes and the names of the Itanium C++ ABI, which GCC and Clang use.
 *
 * Undefined for what is not mangled, is damaged, or is no function (`_ZTV…`), and for names over 4 KB. A local name is told
 * by the function it stands in. Back references that fan out are given up after as many steps as a name may have letters.
 */
export function demanglePath(name: string): string | undefined {
  if (name.length > longestName) return undefined;
  const symbol = name.replace(/^_(?=_[RZ])/, '');
  try {
    if (/^_R[A-Z\d]/.test(symbol)) return rustPath(symbol.slice(2).replace(/[.$].*$/, ''));
    if (/^_ZN.*17h[0-9a-f]{16}E/.test(symbol)) return legacyRustPath(symbol);
    if (symbol.startsWith('_Z')) return itaniumPath(symbol.slice(2));
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
  }
  return undefined;
}
