/**
 * A failure that a person can do something about. The message says the place, what was found, what is wanted and what to
 * do; it is printed without a stack.
 */
export class CliError extends Error {
  override name = 'CliError';
  /** 1: what was asked for failed. 2: the command was used wrongly. */
  readonly status: 1 | 2;

  constructor(message: string, status: 1 | 2 = 1) {
    super(message);
    this.status = status;
  }
}
