import type { Locator } from '@playwright/test';
import { expect, test } from '../../driver/test.ts';
import { PatchWindow } from './patchWindow.ts';

test('a wire seen from afar stays at its circles when its node grows', async ({ openShow, page }) => {
  await openShow({ 'show.cfg': '[osc desk]\n\n[loopback right]\n\n[map]\ndesk./fader > right.a\n' });
  const patch = new PatchWindow(page);
  await patch.isReady('desk', 'right');
  const line = patch.wire('desk./fader > right.a').locator('.wire-line');
  const path = await pathOf(line);
  const zoomOut = page.getByRole('button', { name: 'Zoom out' });
  while (!(await page.locator('.graph.is-far').isVisible())) await zoomOut.click();
  await patch.node('desk').locator('.node-header').click();
  const heightBefore = (await patch.node('desk').boundingBox())?.height ?? 0;
  // An address that no computer has: the node says so in a note below its channels.
  const addOption = page.getByRole('combobox', { name: 'Add an option' });
  await addOption.selectOption('bind');
  await page.getByLabel('Value of bind').fill('203.0.113.7 9000');
  await page.keyboard.press('Enter');
  await expect(patch.node('desk').getByRole('img', { name: 'waiting' })).toBeVisible();
  await expect.poll(async () => (await patch.node('desk').boundingBox())?.height ?? 0).toBeGreaterThan(heightBefore);
  await expect.poll(() => pathOf(line)).toBe(path);
});

/** In whole pixels: what the browser measures of a scaled node is not exact. */
async function pathOf(line: Locator): Promise<string> {
  return ((await line.getAttribute('d')) ?? '').replace(/-?\d+(\.\d+)?/g, (number) => String(Math.round(Number(number))));
}
