import { expect, test } from '@playwright/test';

import { box } from './box.ts';
import { incidents, incidentWith, plainStackOf } from './site.ts';

/** Incidents with something to confirm, those with the most text above it first. */
const confirmable = incidents()
  .filter(({ diagnosis }) => (diagnosis?.confirm ?? []).length > 0)
  .map(({ id, title, diagnosis }) => ({
    id,
    title,
    above: title.length + (diagnosis?.symptoms ?? []).join(' ').length,
  }))
  .toSorted((a, b) => b.above - a.above);

test('the first screen says what happened, how to recognize it and how to confirm it', async ({
  page,
}) => {
  for (const { id, title } of confirmable.slice(0, 8)) {
    await page.goto(`/i/${id}/`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    for (const size of [
      { width: 1280, height: 800 },
      { width: 375, height: 812 },
    ]) {
      await page.setViewportSize(size);
      const heading = page.getByRole('heading', { name: 'Confirm', exact: true });
      const top = (await heading.boundingBox())?.y ?? Infinity;
      // With room for the beginning of the first check.
      expect.soft(top + 60, `/i/${id}/ ${size.width} wide`).toBeLessThan(size.height);
    }
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
  await expect(box(page)).not.toHaveValue('');
  await expect(page.getByRole('main').getByRole('status')).toContainText(name);
});

test('on a wide screen the contents stay in view beside the whole text', async ({ page }) => {
  await page.goto(`/i/${incidents()[0]?.id}/`);
  const contents = page.getByRole('navigation', { name: 'Contents' });
  for (const heading of await page.locator('.prose h2').all()) {
    await heading.evaluate((element) => element.scrollIntoView());
    await expect(contents.getByRole('link').first()).toBeInViewport();
  }
});
