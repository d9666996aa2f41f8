import { expect, test } from '@playwright/test';

import { faultsOf, kindsOfPage } from './site.ts';

for (const path of kindsOfPage()) {
  test(`${path} has no fault and needs no sideways scrolling on a narrow screen`, async ({
    page,
  }) => {
    await page.goto(path);
    expect(await faultsOf(page)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
