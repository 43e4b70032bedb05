import { expect, test } from '../../driver/test.ts';
import { PatchWindow } from './patchWindow.ts';

const module = 'import midimonster\n\n\ndef level(value):\n    midimonster.output("out", value)\n';
const show = {
  'show.cfg': '[osc desk]\n\n[loopback left]\n\n[loopback right]\n\n[python py]\nmodule = m\n\n[map]\nleft.a > right.x\npy.out > right.y\n',
  'm.py': module,
};

test('one stack undoes patch, option, code and layout in their order, and redoes them', async ({ openShow, page }) => {
  const { folder } = await openShow(show);
  const patch = new PatchWindow(page);
  await patch.isReady('desk', 'left', 'right', 'py');
  const undo = page.getByRole('button', { name: 'Undo', exact: true });
  const redo = page.getByRole('button', { name: 'Redo', exact: true });
  const option = page.getByLabel('root', { exact: true });

  await patch.addWire('left.b', 'right.z');
  await patch.node('desk').locator('.node-header').click();
  await page.getByRole('combobox', { name: 'Add an option' }).selectOption('root');
  await page.getByLabel('Value of root').fill('/stage');
  await page.keyboard.press('Enter');
  await expect(option).toHaveValue('/stage');
  await patch.openModule('py');
  await patch.typeAndSave(module.replace('"out", value', '"out", value / 2'));
  await expect(page.getByText('m.py saved; py runs it now.')).toBeVisible();
  await patch.node('desk').locator('.node-header').click();
  const before = await patch.node('desk').boundingBox();
  await page.keyboard.press('Shift+ArrowDown');
  await expect(undo).toHaveAttribute('title', /Move/);
  const y = async () => (await patch.node('desk').boundingBox())?.y ?? 0;
  expect(await y()).toBeGreaterThan(before?.y ?? 0);

  await undo.click();
  await expect.poll(y).toBeCloseTo(before?.y ?? 0, 0);
  await expect(undo).toHaveAttribute('title', /Save m\.py/);
  await undo.click();
  await expect.poll(() => folder.read('m.py')).toBe(module);
  await undo.click();
  await expect(option).toHaveCount(0);
  await undo.click();
  await expect(patch.wire('left.b > right.z')).not.toBeAttached();
  await expect(undo).toBeDisabled();

  await redo.click();
  await expect(patch.wire('left.b > right.z')).toBeAttached();
  await redo.click();
  await expect(option).toHaveValue('/stage');
  await redo.click();
  await expect.poll(() => folder.read('m.py')).toContain('value / 2');
  await redo.click();
  await expect.poll(y).toBeGreaterThan((before?.y ?? 0) + 1);
  await expect(redo).toBeDisabled();
});

test('a module that raises again and again is rolled back to the version before it', async ({ openShow, page }) => {
  const { folder } = await openShow({
    'show.cfg': '[loopback a]\n\n[python py]\nmodule = m\n\n[map]\na.x > py.m.level\npy.out > a.y\n',
    'm.py': module,
  });
  const patch = new PatchWindow(page);
  await patch.isReady('a', 'py');
  await patch.openModule('py');
  await patch.typeAndSave('def level(value):\nraise ValueError("on purpose")\n');
  await expect(page.getByText('m.py saved; py runs it now.')).toBeVisible();
  await patch.node('a').getByRole('button', { name: 'x', exact: true }).click();
  const offer = page.getByRole('alert').getByRole('button', { name: 'Bring back the version before' });
  for (const value of ['0.50', '1.00', '0.00', '0.50', '1.00', '0.00'])
    await page.getByRole('button', { name: value, exact: true }).click();
  await offer.click();
  const dialog = page.getByRole('dialog', { name: 'Versions' });
  await expect(dialog.getByRole('button', { name: /Opened/ })).toHaveAttribute('aria-pressed', 'true');
  await expect(dialog.getByText(/m\.py gets other code/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Bring back', exact: true }).click();
  await expect.poll(() => folder.read('m.py')).toBe(module);
  await patch.isReady('py');
});

test('a version tells what it changed and which outputs would jump now, and is brought back in one step', async ({ openShow, page }) => {
  await openShow(show);
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  await patch.node('left').getByRole('button', { name: 'a', exact: true }).click();
  await page.getByRole('button', { name: '0.50' }).click();
  await patch.showsValue('right.x', 'in', 0.5);
  await page.getByRole('button', { name: 'left.a → right.x' }).click();
  const source = page.getByLabel('From', { exact: true });
  await source.fill('left.b');
  await source.press('Enter');
  await expect(patch.wire('left.b > right.x')).toBeAttached();
  await patch.node('left').getByRole('button', { name: 'b', exact: true }).click();
  await page.getByRole('button', { name: '1.00' }).click();
  await patch.showsValue('right.x', 'in', 1);

  await page.getByRole('button', { name: 'Versions' }).click();
  const dialog = page.getByRole('dialog', { name: 'Versions' });
  await expect(dialog.getByRole('button', { name: /this is what runs/ })).toBeDisabled();
  await dialog.getByRole('button', { name: /Opened/ }).click();
  await expect(dialog.getByText('1 route added, 1 route removed.')).toBeVisible();
  await expect(dialog.getByText('right.x gets its value from left.a instead of left.b.')).toBeVisible();
  await expect(dialog.getByText('right.x would jump from 1.00 to 0.50')).toBeVisible();
  await dialog.getByRole('button', { name: 'Bring back' }).click();
  await expect(dialog).toBeHidden();
  await expect(patch.wire('left.a > right.x')).toBeAttached();
  await expect(patch.wire('left.b > right.x')).not.toBeAttached();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(patch.wire('left.b > right.x')).toBeAttached();
});
