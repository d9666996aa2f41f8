import { element } from '../../scripts/elements.ts';
import type { DraftFile } from '../draft.ts';
import type { FilesBeside } from './messages.ts';

/** Shows what stands beside the text in the folder, each with a button that takes it out. */
export function showBeside(
  place: HTMLElement,
  tables: readonly DraftFile[],
  files: FilesBeside,
): void {
  const rows = tables.map(({ name, text }) => ({
    name,
    size: `${text.trimEnd().split('\n').length - 1} rows`,
  }));
  const others = [...files].map(([name, { size }]) => ({
    name,
    size: `${Math.ceil(size / 1000)} kB`,
  }));
  place.replaceChildren(
    ...[...rows, ...others].map(({ name, size }) =>
      element(
        'li',
        {},
        element('code', {}, name),
        ` ${size} `,
        element(
          'button',
          {
            type: 'button',
            'data-act': 'remove-file',
            value: name,
            'aria-label': `Remove ${name}`,
          },
          'Remove',
        ),
      ),
    ),
  );
}
