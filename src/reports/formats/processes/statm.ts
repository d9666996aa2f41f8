import { createReading, type Reading, type TextFormat } from '../../report.ts';
import { parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

// 8886 8162 654 2 0 7568 0: size, resident, shared, text, always 0, data, always 0
const row = /^\s*(\d{1,12}) (\d{1,12}) (\d{1,12}) (\d{1,12}) 0 (\d{1,12}) 0\s*$/;

/** /proc/PID/statm, once or in a loop. Its numbers are pages. */
export const statm: TextFormat = {
  id: 'statm',
  label: '/proc/PID/statm',
  prefilter: /^\s*\d+ \d+ \d+ \d+ 0 \d+ 0\s*$/m,
  read(lines): Reading[] {
    const rows = lines.flatMap((line) => {
      const match = row.exec(line.text);
      const [size, resident, shared] = (match?.slice(1, 4) ?? []).map(Number);
      // A table with more resident than mapped pages is of another tool.
      const isPlausible = size !== undefined && resident !== undefined && shared !== undefined;
      return isPlausible && size >= resident && resident >= shared
        ? [{ line, size, resident, shared }]
        : [];
    });
    const last = rows.at(-1);
    if (!last) return [];
    const bytes = (pages: number) => parseCount(String(pages), 4096);
    const at = last.line.number;
    return [
      createReading(
        'statm',
        rows.map(({ line }) => line),
        {
          facts: [
            ...optionalFact('rss', bytes(last.resident), at),
            ...optionalFact('rss-file', bytes(last.shared), at),
            ...optionalFact('rss-anonymous', bytes(last.resident - last.shared), at),
            ...optionalFact('virtual', bytes(last.size), at),
          ],
          series:
            rows.length > 1
              ? [
                  {
                    name: 'RSS',
                    unit: 'B',
                    over: 'sample',
                    points: rows.map(({ resident }, index) => [index + 1, resident * 4096]),
                  },
                ]
              : [],
          warnings: [
            {
              code: 'page-size',
              text: 'statm counts pages, and 4 KiB pages are assumed. Run "getconf PAGESIZE" to check, or provide /proc/PID/status instead.',
            },
          ],
        },
      ),
    ];
  },
};
