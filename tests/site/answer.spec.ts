import { expect, test } from '@playwright/test';

import { incidents, incidentWith, plainStackOf } from './site.ts';

const confirmable = incidents().filter(({ diagnosis }) => (diagnosis?.confirm ?? []).length > 0);

test('the first screen says what happened, how to recognize it and how to confirm it', async ({
  page,
}) => {
  const width = page.viewportSize()?.width ?? 0;
  const height = width < 500 ? 812 : 800;
  await page.setViewportSize({ width, height });
  for (const { id, title } of confirmable.slice(0, 20)) {
    await page.goto(`/i/${id}/`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    const heading = await page.getByRole('heading', { name: 'Confirm', exact: true }).boundingBox();
    // With room for the beginning of the first check.
    expect((heading?.y ?? Infinity) + 60, `/i/${id}/`).toBeLessThan(height);
  }
});

test('the answer stands in the order in which it is needed', async ({ page }) => {
  const { id } = incidentWith(
    ({ diagnosis, component }) =>
      diagnosis?.workaround !== undefined &&
      (diagnosis.confirm ?? []).length > 0 &&
      component.some(({ affected }) => Array.isArray(affected)),
  );
  await page.goto(`/i/${id}/`);
  const headings = await page.locator('.opening').getByRole('heading').allTextContents();
  expect(headings.slice(1)).toEqual(['Do I have this?', 'Confirm', 'Fixed in', 'Until then']);
  await expect(page.getByRole('region', { name: 'Fixed in' })).toContainText(
    /Upgrade to|No fixed release is known/,
  );
});

test('the symbols of an incident lead to the match page, which finds the incident', async ({
  page,
}) => {
  const { id, name } = incidentWith(
    (incident) => incident.diagnosis !== null && plainStackOf(incident).length > 2,
  );
  await page.goto(`/i/${id}/`);
  await page.getByRole('link', { name: 'Match these symbols' }).click();
  await expect(page.getByRole('textbox', { name: /^Profiler report/ })).not.toHaveValue('');
  await expect(page.getByRole('main').getByRole('status')).toContainText(name);
});

test('on a wide screen the contents stay in view beside the whole text', async ({
  page,
  viewport,
}) => {
  test.skip((viewport?.width ?? 0) < 900, 'the contents stand above the text');
  await page.goto(`/i/${incidents()[0]?.id}/`);
  const contents = page.getByRole('navigation', { name: 'Contents' });
  for (const heading of await page.locator('.prose h2').all()) {
    await heading.evaluate((element) => element.scrollIntoView());
    await expect(contents.getByRole('link').first()).toBeInViewport();
  }
});
