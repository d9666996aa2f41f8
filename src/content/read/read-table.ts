import type { Table } from '../../model/content.ts';
import type { Fault } from '../../model/fault.ts';
import { checkText, createSource } from '../mdx/source.ts';

const maxFaults = 10;

/** Reads a numeric CSV file: commas, a header row, a number in every cell. Without a table if it has a fault. */
export function readTable(
  file: string,
  text: string,
): { table: Table | undefined; faults: readonly Fault[] } {
  const source = createSource(file, text);
  const unfit = checkText(source, Infinity);
  if (unfit.length > 0) return { table: undefined, faults: unfit };
  const [header = '', ...lines] = source.text.trimEnd().split('\n');
  const columns = header.split(',').map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  const faults: Fault[] = [];
  const report = (line: number, column: number, message: string) =>
    faults.push({ file, line, column, message });

  const unnamed = columns.findIndex((name) => name === '' || /^-?\d/.test(name));
  if (unnamed !== -1) {
    report(
      1,
      1,
      `the first line names the columns (found ${JSON.stringify(columns[unnamed])}). Put their names there, separated by commas.`,
    );
  }
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) report(1, 1, `two columns are called "${twice}". Rename one.`);
  if (lines.length === 0)
    report(1, 1, 'the file has no rows. Put the numbers below the names of the columns.');

  const rows = lines.map((text, index) => readRow(text, index + 2, columns, report));
  if (faults.length > 0) return { table: undefined, faults: faults.slice(0, maxFaults) };
  return { table: { columns, rows }, faults };
}

function readRow(
  text: string,
  line: number,
  columns: readonly string[],
  report: (line: number, column: number, message: string) => void,
): number[] {
  const cells = text.split(',');
  if (cells.length !== columns.length) {
    report(
      line,
      1,
      `want ${columns.length} cells, one for each column (found ${cells.length}). Use a dot in numbers, not a comma.`,
    );
    return [];
  }
  let at = 1;
  return cells.map((cell, index) => {
    const column = at;
    at += cell.length + 1;
    const isNumber = /^\s*-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/.test(cell);
    if (!isNumber)
      report(
        line,
        column,
        `${columns[index]} wants a number (found ${JSON.stringify(cell.trim())}).`,
      );
    return Number(cell);
  });
}
