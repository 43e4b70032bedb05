import { expect, test } from '../../driver/test.ts';
import { PatchWindow } from './patchWindow.ts';

const show = {
  'show.cfg': '[python py]\nmodule = m.py\n[loopback a]\n[map]\npy.lamp > a.x\n',
  'm.py': 'import midimonster\n\ndef f(value):\n    midimonster.output("lamp", value)\n',
};

test('renaming a channel shows the Python that names it, and renames both in one step', async ({ openShow, page }) => {
  const { folder } = await openShow(show);
  const patch = new PatchWindow(page);
  await patch.isReady('py', 'a');
  await patch.node('py').getByRole('button', { name: 'lamp', exact: true }).click();
  const field = page.getByLabel('Rename this channel');
  await field.fill('dimmer');
  await field.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Rename lamp to dimmer' });
  await expect(dialog.getByText('midimonster.output("dimmer", value)')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await expect(field).toHaveValue('lamp');

  await field.fill('dimmer');
  await field.press('Enter');
  await dialog.getByRole('button', { name: 'Rename', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(patch.port('out', 'py.dimmer')).toBeVisible();
  await expect.poll(() => folder.read('m.py')).toContain('output("dimmer", value)');
});
