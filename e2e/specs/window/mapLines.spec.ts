import { expect, test } from '../../driver/test.ts';
import { PatchWindow } from './patchWindow.ts';

const lines = '; the faders\nleft.f1 > right.d1\nleft.f2 > right.d2\nleft.f3 > right.d3\n';
const cfg = `[loopback left]\n\n[loopback right]\n\n[map]\n${lines}`;

test('single lines become a range and single lines again', async ({ openShow, page }) => {
  const { folder } = await openShow({ 'show.cfg': cfg });
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  for (const number of [1, 2, 3])
    await patch
      .wire(`left.f${number} > right.d${number}`)
      .locator('.wire-hit')
      .click({ force: true, modifiers: number > 1 ? ['Control'] : [] });
  await page.getByRole('button', { name: 'Join 3 wires into a range' }).click();
  const range = patch.wire('left.f{1..3} > right.d{1..3}');
  await expect(range.getByText('× 3')).toBeVisible();
  await expect(patch.wires).toHaveCount(1);
  await page.keyboard.press('Control+s');
  await expect.poll(() => folder.read('show.cfg')).toContain('left.f{1..3} > right.d{1..3}');
  await range.locator('.wire-hit').click({ force: true });
  await page.getByRole('button', { name: 'Split into 3 lines' }).click();
  await expect(patch.wires).toHaveCount(3);
  await page.keyboard.press('Control+s');
  await expect.poll(() => folder.read('show.cfg')).toBe(cfg);
});

test('a muted wire is a comment in the file, and carries nothing until it is unmuted', async ({ openShow, page }) => {
  const { folder } = await openShow({ 'show.cfg': cfg });
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  await patch.wire('left.f2 > right.d2').locator('.wire-hit').click({ force: true });
  await page.keyboard.press('Control+m');
  await expect(patch.wire('left.f2 > right.d2').getByText('muted')).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect.poll(() => folder.read('show.cfg')).toMatch(/^;.*left\.f2 > right\.d2$/m);
  await patch.node('left').getByRole('button', { name: 'f2', exact: true }).click();
  await page.getByRole('button', { name: '1.00' }).click();
  await patch.showsValue('left.f2', 'out', 1);
  await patch.node('left').getByRole('button', { name: 'f1', exact: true }).click();
  await page.getByRole('button', { name: '0.50' }).click();
  await patch.showsValue('right.d1', 'in', 0.5);
  expect(await page.evaluate(() => window.patchmonsterProbe?.meters.value('right.d2', 'in'))).toBeUndefined();
  await patch.wire('left.f2 > right.d2').locator('.wire-hit').click({ force: true });
  await page.keyboard.press('Control+m');
  await expect(patch.wire('left.f2 > right.d2').getByText('muted')).toBeHidden();
  await page.keyboard.press('Control+s');
  await expect.poll(() => folder.read('show.cfg')).toBe(cfg);
});

test('a renamed instance keeps its wires, in the file that they stand in', async ({ openShow, page }) => {
  const { folder } = await openShow({
    'show.cfg': '[include stage.cfg]\n[loopback left]\n\n[map]\nleft.a > stage.a\n',
    'stage.cfg': '; the stage\n[loopback stage]\n\n[map]\nstage.a > stage.b\n',
  });
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'stage');
  await patch.node('stage').locator('.node-header').click();
  const name = page.getByLabel('Name', { exact: true });
  await name.fill('hall');
  await name.press('Enter');
  await patch.isReady('hall');
  await expect(patch.wire('left.a > hall.a')).toBeAttached();
  await expect(patch.wire('hall.a > hall.b')).toBeAttached();
  await page.keyboard.press('Control+s');
  await expect.poll(() => folder.read('stage.cfg')).toBe('; the stage\n[loopback hall]\n\n[map]\nhall.a > hall.b\n');
  expect(folder.read('show.cfg')).toBe('[include stage.cfg]\n[loopback left]\n\n[map]\nleft.a > hall.a\n');
});

test('an include that is typed into the configuration brings its instances into the window', async ({ openShow, page }) => {
  await openShow({ 'show.cfg': cfg, 'stage.cfg': '[loopback stage]\n' });
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  await patch.command('Open the configuration');
  await expect(page.locator('.monaco-editor .view-lines')).toContainText('loopback', { timeout: 30_000 });
  await patch.typeAndSave(`[include stage.cfg]\n${cfg}`);
  await patch.isReady('stage');
  await expect(patch.wires).toHaveCount(3);
});

test('the wire dialog begins at the channel that is chosen, and takes names from the keyboard alone', async ({ openShow, page }) => {
  await openShow({ 'show.cfg': cfg });
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  const channel = page.getByRole('navigation', { name: 'Instances of the show' }).getByRole('button', { name: /out f3/ });
  await channel.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('w');
  const dialog = page.getByRole('dialog', { name: 'Add a wire' });
  await expect(dialog.getByLabel('From')).toHaveValue('left.f3');
  await page.keyboard.press('Tab');
  await page.keyboard.type('right.extra');
  await page.keyboard.press('Enter');
  await expect(patch.wire('left.f3 > right.extra')).toBeAttached();
});

test('the light theme and the table stay chosen when the page is opened again', async ({ openShow, page }) => {
  await openShow({ 'show.cfg': cfg });
  const patch = new PatchWindow(page);
  await patch.isReady('left');
  await patch.command('dark and light');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await patch.command('as a table');
  await expect(page.getByRole('heading', { name: 'Map: 3 lines' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Map: 3 lines' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await patch.command('as a graph');
  await patch.isReady('left', 'right');
});
