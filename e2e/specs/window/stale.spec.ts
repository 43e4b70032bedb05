import { expect, test } from '../../driver/test.ts';
import { PatchWindow } from './patchWindow.ts';

test('values and wires of an instance that waits are marked as what they last were', async ({ openShow, page }) => {
  await openShow({ 'show.cfg': '[osc desk]\n\n[loopback right]\n\n[map]\ndesk./fader > right.a\n' });
  const patch = new PatchWindow(page);
  await patch.isReady('desk', 'right');
  const wire = patch.wire('desk./fader > right.a');
  await expect(wire).not.toHaveClass(/is-idle/);
  const outline = page.getByRole('navigation', { name: 'Instances of the show' });
  await outline.getByRole('button', { name: 'out /fader' }).click();
  await page.getByRole('button', { name: '0.50' }).click();
  await expect(outline.getByRole('button', { name: 'out /fader 0.50' })).toBeVisible();

  // An address that no computer has.
  await patch.node('desk').locator('.node-header').click();
  await page.getByRole('combobox', { name: 'Add an option' }).selectOption('bind');
  await page.getByLabel('Value of bind').fill('203.0.113.7 9000');
  await page.keyboard.press('Enter');
  await expect(patch.node('desk').getByRole('img', { name: 'waiting' })).toBeVisible();
  await expect(wire).toHaveClass(/is-idle/);
  await expect(page.getByRole('contentinfo')).toContainText('1 waiting');
  await expect(outline.getByRole('button', { name: 'out /fader (0.50)' })).toBeVisible();

  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await expect(page.getByRole('row', { name: /desk/ })).toContainText('idle');
  await page.getByRole('button', { name: 'Graph', exact: true }).click();

  await page.keyboard.press('Control+z');
  await patch.isReady('desk');
  await expect(wire).not.toHaveClass(/is-idle/);
});

test('the counters of an instance say in words what they count', async ({ openShow, page }) => {
  const module = 'def boom(value):\n    raise ValueError("on purpose")\n';
  await openShow({ 'show.cfg': '[loopback a]\n\n[python py]\nmodule = m\n\n[map]\na.x > py.m.boom\n', 'm.py': module });
  const patch = new PatchWindow(page);
  await patch.isReady('a', 'py');
  await patch.node('a').getByRole('button', { name: 'x', exact: true }).click();
  await page.getByRole('button', { name: '1.00' }).click();
  await expect(patch.node('py').getByRole('img', { name: 'live with a problem' })).toBeVisible();
  await patch.node('py').locator('.node-header').click();
  const events = page.getByRole('region', { name: 'Events of py' });
  await expect(events).toContainText('Exceptions that its Python raised');
  for (const word of ['arrived', 'put out', 'dropped', 'coalesced', 'late', 'errors']) await expect(events).toContainText(word);
});
