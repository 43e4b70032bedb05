import { expect, test } from '../../driver/test.ts';
import { PatchWindow } from './patchWindow.ts';

const cfg = '[loopback left]\n\n[loopback right]\n\n[map]\nleft.a > right.a\n';

test('a hidden panel is brought back from where it was hidden', async ({ openShow, page }) => {
  await openShow({ 'show.cfg': cfg });
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  for (const [toggle, panel] of [
    ['Panel of instances', page.getByRole('complementary', { name: 'Instances' })],
    ['Panel of inspector', page.getByRole('complementary', { name: 'Inspector' })],
    ['Panel of editor and console', page.getByRole('region', { name: 'Editor, console and problems' })],
  ] as const) {
    const button = page.getByRole('button', { name: toggle });
    await expect(button).toHaveAttribute('aria-pressed', 'true');
    await button.click();
    await expect(panel).toHaveCount(0);
    await expect(button).toHaveAttribute('aria-pressed', 'false');
    await button.click();
    await expect(panel).toHaveCount(1);
  }
});

for (const width of [720, 900, 1280, 1440]) {
  test(`every button of the top bar is whole and in view ${width} pixels wide`, async ({ openShow, page }) => {
    await page.setViewportSize({ width, height: 600 });
    await openShow({ 'show.cfg': cfg });
    await new PatchWindow(page).isReady('left', 'right');
    const bar = await page.getByRole('banner').boundingBox();
    for (const button of await page.getByRole('banner').getByRole('button').all()) {
      const box = await button.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
    }
    // One line where there is room for it.
    expect(bar?.height).toBeLessThan(width > 840 ? 56 : 90);
  });
}

test('the list that a dropped wire opens stays in view', async ({ openShow, page }) => {
  await page.setViewportSize({ width: 900, height: 600 });
  await openShow({ 'show.cfg': cfg });
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  const graph = await page.locator('.graph').boundingBox();
  if (!graph) throw new Error('The graph is not in view.');
  await patch.drag(patch.port('out', 'left.a'), { x: graph.x + graph.width - 6, y: graph.y + graph.height - 40 });
  const list = await page.getByRole('dialog', { name: 'Wire left.a' }).boundingBox();
  expect(list?.x).toBeGreaterThanOrEqual(graph.x);
  expect(list?.y).toBeGreaterThanOrEqual(graph.y);
  expect((list?.x ?? 0) + (list?.width ?? 0)).toBeLessThanOrEqual(graph.x + graph.width);
  expect((list?.y ?? 0) + (list?.height ?? 0)).toBeLessThanOrEqual(graph.y + graph.height);
});

test('a double click on empty canvas adds an instance there', async ({ openShow, page }) => {
  await openShow({ 'show.cfg': cfg });
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  const graph = await page.locator('.graph').boundingBox();
  if (!graph) throw new Error('The graph is not in view.');
  const spot = { x: graph.x + 60, y: graph.y + 40 };
  await page.mouse.dblclick(spot.x, spot.y);
  await page.getByRole('combobox', { name: 'Add an instance' }).fill('loop');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'New Loopback instance' }).getByLabel('Name').fill('third');
  await page.keyboard.press('Enter');
  await patch.isReady('third');
  const node = await patch.node('third').boundingBox();
  expect(Math.abs((node?.x ?? 0) - spot.x)).toBeLessThan(40);
});

test('a dialog says itself why it could not do what was asked', async ({ openShow, page }) => {
  await openShow({ 'show.cfg': cfg });
  await new PatchWindow(page).isReady('left', 'right');
  await page.keyboard.press('w');
  const dialog = page.getByRole('dialog', { name: 'Add a wire' });
  await dialog.getByLabel('From').fill('left.b');
  await dialog.getByLabel('To', { exact: true }).fill('nowhere.b');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert', { name: 'Refusal' })).toContainText('nowhere');
  await expect(page.getByRole('region', { name: 'Messages' }).getByText('nowhere')).toHaveCount(0);
});

test('a wire that is let go outside of the graph is dropped for nothing', async ({ openShow, page }) => {
  await openShow({ 'show.cfg': cfg });
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  const outline = await page.getByRole('navigation', { name: 'Instances of the show' }).boundingBox();
  await patch.drag(patch.port('out', 'left.a'), { x: (outline?.x ?? 0) + 20, y: (outline?.y ?? 0) + 20 });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(patch.wires).toHaveCount(1);
});

test('F shows the whole patch, wherever the keyboard is', async ({ openShow, page }) => {
  await openShow({ 'show.cfg': cfg });
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  const graph = await page.locator('.graph').boundingBox();
  if (!graph) throw new Error('The graph is not in view.');
  await page.mouse.move(graph.x + 40, graph.y + 30);
  await page.mouse.down();
  await page.mouse.move(graph.x + graph.width - 20, graph.y + graph.height - 20, { steps: 4 });
  await page.mouse.up();
  await expect(patch.node('right')).not.toBeInViewport({ ratio: 1 });
  await page.getByRole('button', { name: 'Panel of inspector' }).focus();
  await page.keyboard.press('f');
  await expect(patch.node('right')).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('status').filter({ hasText: 'There is nothing to undo.' })).toBeVisible();
});

test('the graph looks as it did before a look at the table', async ({ openShow, page }) => {
  await openShow({ 'show.cfg': `${cfg}left.b > right.b\n` });
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  await page.getByRole('button', { name: 'Zoom out' }).click();
  const places = async () =>
    [await patch.node('left').boundingBox(), await patch.node('right').boundingBox()].map((box) => Math.round(box?.x ?? 0));
  let before = await places();
  await expect
    .poll(async () => {
      const last = before;
      before = await places();
      return before.join() === last.join();
    })
    .toBe(true);
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await page.getByRole('button', { name: 'Graph', exact: true }).click();
  await expect.poll(places).toEqual(before);
});
