import { existsSync, readFileSync } from 'node:fs';
import { mainJobShow } from '../../driver/mainJobShow.ts';
import { expect, test } from '../../driver/test.ts';
import { freePort } from '../../peers/freePort.ts';
import { PatchWindow } from './patchWindow.ts';

const loopbackShow = {
  'show.cfg': `[loopback left]

[loopback right]

[map]
left.a > right.a
left.dim{1..4} > right.dim{1..4}
`,
};

test('the whole patch can be worked on by keyboard in the table', async ({ openShow, page }) => {
  await openShow(loopbackShow);
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  await page.keyboard.press('t');
  await expect(page.getByRole('heading', { name: 'Map: 2 lines' })).toBeVisible();
  await page.keyboard.press('w');
  const dialog = page.getByRole('dialog', { name: 'Add a wire' });
  await dialog.getByLabel('From (instance.channel)').fill('left.b');
  await dialog.getByLabel('To').fill('right.b');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  const row = page.getByRole('row', { name: /left\.b/ });
  await expect(row.getByText('right.b')).toBeVisible();
  await row.getByRole('button', { name: 'Mute' }).press('Enter');
  await expect(row.getByText('muted')).toBeVisible();
  await row.getByRole('button', { name: /Remove the wire/ }).press('Enter');
  await expect(row).toHaveCount(0);
});

test('a range is one wire with its count, and its routes stand in the inspector', async ({ openShow, page }) => {
  await openShow(loopbackShow);
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  const wire = patch.wire('left.dim{1..4} > right.dim{1..4}');
  await expect(wire.getByText('× 4')).toBeVisible();
  await wire.locator('.wire-hit').click({ force: true });
  await expect(page.getByRole('heading', { name: '4 routes' })).toBeVisible();
  await expect(page.getByRole('cell', { name: 'dim3', exact: true }).first()).toBeVisible();
});

test('a value is sent by hand from an output and arrives along its wire', async ({ openShow, page }) => {
  await openShow(loopbackShow);
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  await patch.node('left').getByRole('button', { name: 'a', exact: true }).click();
  await page.getByRole('slider', { name: 'Send a value as if it came from here' }).fill('0.4');
  await patch.showsValue('left.a', 'out', 0.4);
  await patch.showsValue('right.a', 'in', 0.4);
});

test('arrows go from node to node, and a dragged node stays where it was put', async ({ openShow, page }) => {
  const show = await openShow(loopbackShow);
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  await patch.node('left').locator('.node-header').click();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('heading', { name: 'right' })).toBeVisible();
  const before = await patch.node('right').boundingBox();
  if (!before) throw new Error('The node is not in view.');
  await patch.drag(patch.node('right').locator('.node-name'), { x: before.x + 60, y: before.y + 120 });
  await expect.poll(async () => (await patch.node('right').boundingBox())?.y).toBeGreaterThan(before.y + 60);
  const layoutFile = show.folder.file('show.layout.json');
  await expect
    .poll(() => existsSync(layoutFile) && Object.keys(JSON.parse(readFileSync(layoutFile, 'utf8')).nodes).sort())
    .toEqual(['left', 'right']);
  await page.reload();
  await patch.isReady('left', 'right');
  const [left, right] = [await patch.node('left').boundingBox(), await patch.node('right').boundingBox()];
  expect(right?.y).toBeGreaterThan((left?.y ?? 0) + 60);
});

test('an instance is added with its options, wired, and removed with its wires', async ({ openShow, page }) => {
  const show = await openShow(loopbackShow);
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  await page.getByRole('region', { name: 'Add an instance' }).getByRole('button', { name: /OSC/ }).click();
  const dialog = page.getByRole('dialog', { name: 'New OSC instance' });
  await dialog.getByLabel('Name').fill('desk');
  await dialog.getByLabel(/^bind/).fill(`127.0.0.1 ${await freePort()}`);
  await page.keyboard.press('Enter');
  await patch.isReady('desk');
  await expect(dialog).toBeHidden();
  await patch.drag(patch.plus('out', 'desk'), patch.port('in', 'right.a'));
  await page.getByRole('combobox', { name: 'Channel of desk to wire as output' }).fill('/fader');
  await page.keyboard.press('Enter');
  await expect(patch.wire('desk./fader > right.a')).toBeAttached();
  await patch.node('desk').locator('.node-header').click();
  await page.keyboard.press('Delete');
  await expect(patch.node('desk')).toHaveCount(0);
  await page.keyboard.press('Control+s');
  await expect.poll(() => show.folder.read('show.cfg').includes('desk')).toBe(false);
});

test('a wrong option is said beside its field, and put right there', async ({ openShow, page }) => {
  await openShow({ 'show.cfg': `[osc desk]\nbind = 127.0.0.1 nonsense\n` });
  const patch = new PatchWindow(page);
  await patch.node('desk').locator('.node-header').click();
  const field = page.getByLabel('bind', { exact: true });
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill(`127.0.0.1 ${await freePort()}`);
  await field.press('Enter');
  await expect(field).toHaveAttribute('aria-invalid', 'false');
  await patch.isReady('desk');
});

test('a problem leads to its line, and its fix settles it', async ({ openShow, page }) => {
  await openShow({ 'show.cfg': `[osc desk]\nbindd = 127.0.0.1 ${await freePort()}\n` });
  const patch = new PatchWindow(page);
  await patch.tab('Problems');
  await page.getByRole('button', { name: /no option "bindd"/ }).click();
  await expect(page.locator('.monaco-editor .view-lines')).toContainText('bindd', { timeout: 30_000 });
  await patch.tab('Problems');
  await page.getByRole('button', { name: /Use "bind"/ }).click();
  await patch.isReady('desk');
});

test('what Python prints and raises stands in the console, and its traceback leads to the line', async ({ openShow, osc, page }) => {
  const faderPort = await freePort();
  const files = mainJobShow({ faderPort, lampOwnPort: await freePort(), lampPort: osc.port });
  await openShow({
    ...files,
    'handlers.py': 'def invert(value):\n    print("got", value)\n    print("word " * 100 + "end")\n    raise ValueError("on purpose")\n',
  });
  const patch = new PatchWindow(page);
  await patch.isReady('in', 'py');
  await patch.tab('Console');
  osc.send(faderPort, '/fader', 0.5);
  const log = page.getByRole('log', { name: 'Console' });
  await expect(log.getByText('got 0.5')).toBeVisible();
  await expect(log.getByText('ValueError: on purpose')).toBeVisible();
  await expect(log.getByText(/word end$/)).toBeVisible();
  expect(await log.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  await log.getByRole('button', { name: /handlers\.py", line 4/ }).click();
  await expect(page.locator('.monaco-editor .view-lines')).toContainText('on purpose', { timeout: 30_000 });
});

test('a lost connection is said at once, and editing fails with a sentence', async ({ openShow, page, consoleTroubles }) => {
  const show = await openShow(loopbackShow);
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  await patch.node('left').getByRole('button', { name: 'a', exact: true }).click();
  await page.getByRole('button', { name: '0.50' }).click();
  const outline = page.getByRole('navigation', { name: 'Instances of the show' });
  await expect(outline.getByText('0.50', { exact: true }).first()).toBeVisible();
  await show.served.stop();
  await expect(page.getByRole('alert').filter({ hasText: 'Connection lost' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'No connection' })).toBeVisible();
  // In brackets: what it last was.
  await expect(outline.getByText('(0.50)').first()).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText('Last known');
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('alert').filter({ hasText: 'Not connected' })).toBeVisible();
  // The browser itself reports each attempt that finds nobody.
  const isAttempt = (trouble: string) => trouble.includes('WebSocket connection');
  consoleTroubles.splice(0, consoleTroubles.length, ...consoleTroubles.filter((trouble) => !isAttempt(trouble)));
});
