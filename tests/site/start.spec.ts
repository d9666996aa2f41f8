import { expect, test } from '@playwright/test';

test('from a symptom to the commands of a runtime, its incidents, and all of them in the search', async ({
  page,
}) => {
  await page.goto('/start/');
  const cards = page.getByRole('main').getByRole('heading', { level: 2 });
  const counts = (await page.getByText(/^\d+ incidents?$/).allTextContents()).map(parseFloat);
  expect(counts).toHaveLength(await cards.count());
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  await cards.first().getByRole('link').click();

  const runtimes = page.getByRole('navigation', { name: 'Runtimes' }).getByRole('link');
  const { length } = await runtimes.all();
  expect(length).toBeGreaterThan(1);
  await runtimes.nth(1).click();
  const part = page.getByRole('region', { name: (await runtimes.nth(1).textContent()) ?? '' });
  await expect(part.getByRole('heading', { level: 2 })).toBeInViewport();
  await expect(part.getByRole('button', { name: 'Copy code' }).first()).toBeVisible();
  await expect(part.getByRole('columnheader').first()).toHaveText('If you see');

  await page.getByRole('link', { name: `All ${counts[0]} incidents that show this` }).click();
  await expect(page.getByRole('status')).toContainText(String(counts[0]));
});
