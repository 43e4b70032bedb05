import { existsSync } from 'node:fs';
import { mainJobShow } from '../../driver/mainJobShow.ts';
import { cliFile, rootFolder } from '../../driver/paths.ts';
import { expect, test } from '../../driver/test.ts';
import { freePort } from '../../peers/freePort.ts';
import { startCommand } from '../../process/commandProgram.ts';
import { PatchWindow } from './patchWindow.ts';

test('a show exported from the window runs by itself with the same result', async ({ openShow, osc, page }) => {
  const faderPort = await freePort();
  const show = await openShow(mainJobShow({ faderPort, lampOwnPort: await freePort(), lampPort: osc.port }));
  await new PatchWindow(page).isReady('in', 'out', 'py');
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export the show' });
  await dialog.getByRole('radio', { name: /For PatchMonster/ }).check();
  await dialog.getByLabel('Folder on the machine that runs the show').fill(show.folder.file('bundle'));
  await expect(dialog.getByText(/show\.cfg/).first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(dialog.getByText(/Written: \d+ files/)).toBeVisible();
  expect(existsSync(show.folder.file('bundle/show.cfg'))).toBe(true);
  // The page would go on asking for its show.
  await page.goto('about:blank');
  await show.served.stop();

  const program = startCommand([process.execPath, cliFile], rootFolder, ['run', show.folder.file('bundle/show.cfg')]);
  expect(await program.stderr.waitFor((line) => /\blive\b/.test(line), 30_000)).toBe(true);
  osc.send(faderPort, '/fader', 0.25);
  await osc.waitForValue('/lamp', 0.75);
  program.signal('SIGINT');
  expect(await program.ended).toBe(0);
});

test('an export into a folder that holds such files asks before it overwrites', async ({ openShow, page }) => {
  const show = await openShow({ 'show.cfg': '[loopback a]\n', 'bundle/show.cfg': 'mine\n' });
  await new PatchWindow(page).isReady('a');
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export the show' });
  await dialog.getByRole('radio', { name: /For PatchMonster/ }).check();
  await dialog.getByLabel('Folder on the machine that runs the show').fill(show.folder.file('bundle'));
  const overwrite = dialog.getByRole('button', { name: 'Overwrite' });
  await dialog.getByRole('button', { name: 'Export', exact: true }).or(overwrite).click();
  await expect(overwrite).toBeVisible();
  expect(show.folder.read('bundle/show.cfg')).toBe('mine\n');
  await overwrite.click();
  await expect(dialog.getByText(/Written: \d+ files/)).toBeVisible();
});
