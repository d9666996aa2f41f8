/**
 * A failure that a person can fix. The message says where it is, what was found, what is wanted and what to do. It is printed
 * without a stack trace.
 */
export class CliError extends Error {
  override name = 'CliError';
  /** 1: the command failed. 2: it was called with wrong arguments. */
  readonly status: 1 | 2;

  constructor(message: string, status: 1 | 2 = 1) {
    super(message);
    this.status = status;
  }
}

/**
 * Turns an error of the operating system into a message that says what to do. Undefined if a person can do nothing about it.
 * Node's errors have a code and usually a path: `EROFS: read-only file system, mkdir '/srv/heaplore/.cache'`.
 */
export function explainSystemError(error: unknown): CliError | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const place = 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  const words = wordsFor(String(error.code), place);
  return words === undefined ? undefined : new CliError(words);
}

function wordsFor(code: string, place = 'a file'): string | undefined {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `the disk is full, and ${place} could not be written. Free some space and run it again.`;
    case 'EROFS':
      return `${place} cannot be written, because it is on a read-only file system. Work in a copy that can be written.`;
    case 'EACCES':
    case 'EPERM':
      return `${place} may not be read or written by you. Change its owner or its permissions, or work in a copy.`;
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open. Raise the limit ("ulimit -n 4096") and run it again.';
    default:
      return undefined;
  }
}
