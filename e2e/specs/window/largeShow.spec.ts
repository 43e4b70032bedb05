import { expect, test } from '../../driver/test.ts';
import { PatchWindow } from './patchWindow.ts';

const lines = Array.from({ length: 4_000 }, (_, index) => `left.c${index} > right.c${index}`);
const largeShow = { 'show.cfg': `[loopback left]\n\n[loopback right]\n\n[map]\n${lines.join('\n')}\n` };

test('of thousands of wires the page holds those in view, and any of them is found, worked on and seen to move', async ({
  openShow,
  page,
}) => {
  const { folder } = await openShow(largeShow);
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  expect(await page.locator('*').count()).toBeLessThan(6_000);
  await expect(patch.port('out', 'left.c3900')).toHaveCount(0);

  await page.keyboard.press('Control+f');
  await page.getByRole('combobox', { name: 'Find in the show' }).fill('left.c3900 wire');
  await page.keyboard.press('Enter');
  await expect(patch.port('out', 'left.c3900')).toBeInViewport();
  await expect(patch.port('in', 'right.c3900')).toBeInViewport();
  const wire = patch.wire('left.c3900 > right.c3900');
  await expect(wire).toBeAttached();
  // The rows above are not in the page, and yet the circle is where its wire ends.
  await expect
    .poll(async () => {
      const [circle, line] = [await patch.port('out', 'left.c3900').boundingBox(), await wire.locator('.wire-line').boundingBox()];
      return Math.abs((circle?.y ?? 0) + (circle?.height ?? 0) / 2 - (line?.y ?? 0) - (line?.height ?? 0) / 2);
    })
    .toBeLessThan(2);
  await page.keyboard.press('Control+m');
  await expect(wire.getByText('muted')).toBeVisible();
  await page.keyboard.press('Control+m');
  await expect(wire.getByText('muted')).toBeHidden();

  await patch.drag(patch.port('out', 'left.c3901'), patch.port('in', 'right.c3900'));
  await expect(patch.wire('left.c3901 > right.c3900')).toBeAttached();
  await patch.node('left').getByRole('button', { name: 'c3901', exact: true }).click();
  await page.getByRole('button', { name: '0.50', exact: true }).click();
  await patch.showsValue('right.c3900', 'in', 0.5);
  await page.keyboard.press('Control+s');
  await expect.poll(() => folder.read('show.cfg')).toContain('left.c3901 > right.c3900');
});

test('a channel of a node with thousands of them is brought into view', async ({ openShow, page }) => {
  await openShow(largeShow);
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  await page.keyboard.press('Control+f');
  await page.getByRole('combobox', { name: 'Find in the show' }).fill('right.c2000 input');
  await page.keyboard.press('Enter');
  await expect(patch.port('in', 'right.c2000')).toBeInViewport();
  await expect(page.getByRole('heading', { name: 'c2000 input' })).toBeVisible();
});

test('a wire that is only painted is chosen by a click on it', async ({ openShow, page }) => {
  await openShow(largeShow);
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
  await expect(patch.wires).toHaveCount(0);
  const [left, right] = [await patch.node('left').boundingBox(), await patch.node('right').boundingBox()];
  const [from, to] = [(left?.x ?? 0) + (left?.width ?? 0), right?.x ?? 0];
  await page.mouse.click((from + to) / 2, (left?.y ?? 0) + (left?.height ?? 0) / 2);
  await expect(patch.wires).toHaveCount(1);
  await page.keyboard.press('Control+m');
  await expect(patch.wires.getByText('muted')).toBeAttached();
});
