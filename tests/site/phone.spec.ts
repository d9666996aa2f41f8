import { expect, test } from '@playwright/test';

import { faultsOf, templates, tooWide } from './site.ts';

// The largest page of each template. In groups, so that workers share them.
const paths = templates().map(([largest]) => largest);
const groupSize = 5;
for (let start = 0; start < paths.length; start += groupSize) {
  const group = paths.slice(start, start + groupSize);
  test(`nothing sticks out of a narrow screen, and axe finds nothing: ${group.join(' ')}`, async ({
    page,
  }) => {
    for (const path of group) {
      await page.goto(path);
      expect.soft(await tooWide(page), path).toEqual([]);
      expect.soft(await faultsOf(page), path).toEqual([]);
    }
  });
}
