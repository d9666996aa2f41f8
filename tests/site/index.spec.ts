import { expect, test } from '@playwright/test';

interface Index {
  postmortems: { cause: string; tools: { name: string; outcome: string }[] }[];
}

for (const cause of ['allocator-retention', 'unbounded-cache', 'task-leak']) {
  test(`/causes/${cause}/ counts what the incidents themselves state`, async ({
    page,
    request,
  }) => {
    const { postmortems } = (await (await request.get('/index.json')).json()) as Index;
    const incidents = postmortems.filter((postmortem) => postmortem.cause === cause);
    const foundBy = new Map<string, number>();
    for (const { tools } of incidents)
      for (const name of new Set(tools.map((tool) => tool.name)))
        foundBy.set(
          name,
          (foundBy.get(name) ?? 0) +
            Number(tools.some((tool) => tool.name === name && tool.outcome === 'found-it')),
        );
    foundBy.delete('unknown');
    expect(incidents.length).toBeGreaterThan(2);

    await page.goto(`/causes/${cause}/`);
    await expect(
      page.getByRole('heading', { name: `${incidents.length} incidents`, exact: true }),
    ).toBeVisible();
    const list = page.locator('section', { has: page.locator('h2#incidents') });
    await expect(list.getByRole('listitem')).toHaveCount(incidents.length);

    const rows = page
      .getByRole('region', { name: 'Tools and their success rate' })
      .locator('tbody tr');
    const shown = await rows.evaluateAll((elements) =>
      elements.map((row): [string, number] => [
        row.querySelector('a')?.pathname.split('/').at(-2) ?? '',
        Number(row.querySelector('td')?.textContent),
      ]),
    );
    expect(new Map(shown)).toEqual(foundBy);
  });
}
