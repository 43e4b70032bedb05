import { expect, test } from '../../driver/test.ts';
import { PatchWindow } from './patchWindow.ts';

const cfg = '[loopback left]\n\n[loopback right]\n\n[map]\nleft.a > right.a\n';

test('a wire that gets another end stays in the inspector, with the keyboard in its field', async ({ openShow, page }) => {
  await openShow({ 'show.cfg': cfg });
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  await patch.wire('left.a > right.a').locator('.wire-hit').click({ force: true });
  const from = page.getByLabel('From', { exact: true });
  await from.fill('left.b');
  await from.press('Enter');
  await expect(patch.wire('left.b > right.a')).toBeAttached();
  await expect(from).toBeFocused();
  await expect(from).toHaveValue('left.b');
  await page.getByRole('button', { name: '→ one way' }).click();
  await expect(patch.wire('left.b <> right.a')).toBeAttached();
  await page.getByRole('button', { name: '⇄ both ways' }).click();
  await expect(patch.wire('left.b > right.a')).toBeAttached();
  await page.keyboard.press('Control+m');
  await expect(patch.wire('left.b > right.a').getByText('muted')).toBeVisible();
});

test('what a field can’t be is said below it once, and Escape brings the old text back', async ({ openShow, page }) => {
  await openShow({ 'show.cfg': cfg });
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  await patch.node('left').locator('.node-header').click();
  const field = page.getByLabel('Name', { exact: true });
  await field.fill('right');
  await field.press('Enter');
  const refusal = page.getByRole('alert').filter({ hasText: 'There is already an instance called "right".' });
  await expect(refusal).toHaveCount(1);
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.press('Tab');
  await expect(refusal).toHaveCount(1);
  await field.press('Escape');
  await expect(field).toHaveValue('left');
  await expect(refusal).toHaveCount(0);
});
