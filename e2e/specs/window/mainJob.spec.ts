import { brokenModule, halvingModule, invertingModule, mainJobShow } from '../../driver/mainJobShow.ts';
import { expect, test } from '../../driver/test.ts';
import { freePort } from '../../peers/freePort.ts';
import { PatchWindow } from './patchWindow.ts';

async function mainJob(osc: { readonly port: number }) {
  const faderPort = await freePort();
  return { faderPort, files: mainJobShow({ faderPort, lampOwnPort: await freePort(), lampPort: osc.port }) };
}

test('a moved OSC fader is seen on its ports and leaves inverted', async ({ openShow, osc, page }) => {
  const { faderPort, files } = await mainJob(osc);
  await openShow(files);
  const patch = new PatchWindow(page);
  await patch.isReady('in', 'out', 'py');
  osc.send(faderPort, '/fader', 0.25);
  await osc.waitForValue('/lamp', 0.75);
  await patch.showsValue('in./fader', 'out', 0.25);
  await patch.showsValue('py.handlers.invert', 'in', 0.25);
  await patch.showsValue('py.out', 'out', 0.75);
  await patch.showsValue('out./lamp', 'in', 0.75);
  // The outline shows the same number as text.
  await expect(page.getByRole('navigation', { name: 'Instances of the show' }).getByText('0.75').first()).toBeVisible();
});

test('a wire drawn from circle to circle takes effect at once, and adds one line', async ({ openShow, osc, page }) => {
  const { faderPort, files } = await mainJob(osc);
  const show = await openShow(files);
  const patch = new PatchWindow(page);
  await patch.isReady('in', 'out', 'py');
  await patch.drag(patch.port('out', 'in./fader'), patch.port('in', 'out./lamp'));
  await expect(patch.wire('in./fader > out./lamp')).toBeAttached();
  const from = osc.messages.length;
  osc.send(faderPort, '/fader', 0.125);
  await osc.waitForValue('/lamp', 0.125, { from });
  await osc.waitForValue('/lamp', 0.875, { from });
  await expect(page.getByText('● unsaved')).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(page.getByText('● unsaved')).toBeHidden();
  const before = files['show.cfg'].split('\n');
  const after = show.folder.read('show.cfg').split('\n');
  expect(after.filter((line) => !before.includes(line))).toEqual(['in./fader > out./lamp']);
  expect(after).toHaveLength(before.length + 1);
});

test('a wire dropped on a new channel asks for its name in the node', async ({ openShow, osc, page }) => {
  const { faderPort, files } = await mainJob(osc);
  await openShow(files);
  const patch = new PatchWindow(page);
  await patch.isReady('in', 'out', 'py');
  await patch.drag(patch.port('out', 'in./fader'), patch.plus('in', 'out'));
  await page.getByRole('combobox', { name: 'Channel of out to wire as input' }).fill('/second');
  await page.keyboard.press('Enter');
  await expect(patch.wire('in./fader > out./second')).toBeAttached();
  osc.send(faderPort, '/fader', 0.5);
  await osc.waitForValue('/second', 0.5);
});

test('a wire dropped on empty canvas offers what it can be joined to', async ({ openShow, osc, page }) => {
  const { files } = await mainJob(osc);
  await openShow(files);
  const patch = new PatchWindow(page);
  await patch.isReady('in', 'out', 'py');
  const box = await patch.node('in').boundingBox();
  await patch.drag(patch.port('out', 'in./fader'), { x: (box?.x ?? 0) + 260, y: (box?.y ?? 0) + (box?.height ?? 0) + 60 });
  const list = page.getByRole('dialog', { name: 'Wire in./fader' });
  await list.getByRole('combobox').fill('lamp');
  await expect(list.getByRole('option', { name: 'out./lamp' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(patch.wire('in./fader > out./lamp')).toBeAttached();
});

test('a wire is muted, removed, and brought back by undo', async ({ openShow, osc, page }) => {
  const { faderPort, files } = await mainJob(osc);
  await openShow(files);
  const patch = new PatchWindow(page);
  await patch.isReady('in', 'out', 'py');
  const key = 'py.out > out./lamp';
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await page.getByRole('combobox', { name: 'Find in the show' }).fill('py.out lamp');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+m');
  await expect(patch.wire(key).getByText('muted')).toBeVisible();
  await page.keyboard.press('Control+m');
  await expect(patch.wire(key).getByText('muted')).toBeHidden();
  await patch.wire(key).locator('.wire-hit').click({ force: true });
  await page.keyboard.press('Delete');
  await expect(patch.wire(key)).not.toBeAttached();
  await page.keyboard.press('Control+z');
  await expect(patch.wire(key)).toBeAttached();
  osc.send(faderPort, '/fader', 0.25);
  await osc.waitForValue('/lamp', 0.75);
});

test('the end of a wire is grabbed and moved to another circle', async ({ openShow, osc, page }) => {
  const { faderPort, files } = await mainJob(osc);
  const cfg = files['show.cfg'].replace('py.out > out./lamp', 'py.out > out./lamp\nin./other > out./second');
  await openShow({ ...files, 'show.cfg': cfg });
  const patch = new PatchWindow(page);
  await patch.isReady('in', 'out', 'py');
  const anchor = page
    .locator('.react-flow__edge')
    .filter({ has: patch.wire('py.out > out./lamp') })
    .locator('.react-flow__edgeupdater-target');
  await patch.drag(anchor, patch.port('in', 'out./second'));
  await expect(patch.wire('py.out > out./second')).toBeAttached();
  await expect(patch.wire('py.out > out./lamp')).not.toBeAttached();
  osc.send(faderPort, '/fader', 0.25);
  await osc.waitForValue('/second', 0.75);
});

test('an edited handler answers the next message after it was saved', async ({ openShow, osc, page }) => {
  const { faderPort, files } = await mainJob(osc);
  const show = await openShow(files);
  const patch = new PatchWindow(page);
  await patch.isReady('in', 'out', 'py');
  await patch.openModule('py');
  await patch.typeAndSave(halvingModule);
  await expect(page.getByText('handlers.py saved; py runs it now.')).toBeVisible();
  osc.send(faderPort, '/fader', 0.5);
  await osc.waitForValue('/lamp', 0.25);
  expect(show.folder.read('handlers.py')).toBe(halvingModule.trimEnd());
});

test('a syntax error is marked on its line while the old code answers', async ({ openShow, osc, page }) => {
  const { faderPort, files } = await mainJob(osc);
  await openShow(files);
  const patch = new PatchWindow(page);
  await patch.isReady('in', 'out', 'py');
  await patch.openModule('py');
  await patch.typeAndSave(brokenModule);
  await expect(patch.errorSquiggles.first()).toBeAttached();
  await expect(page.getByRole('alert').filter({ hasText: 'py' }).getByRole('button', { name: 'Line 5' })).toBeVisible();
  osc.send(faderPort, '/fader', 0.25);
  await osc.waitForValue('/lamp', 0.75);
  await patch.typeAndSave(invertingModule);
  await expect(patch.errorSquiggles).toHaveCount(0);
});

test('keys that are typed into the editor stay there', async ({ openShow, osc, page }) => {
  const { files } = await mainJob(osc);
  await openShow(files);
  const patch = new PatchWindow(page);
  await patch.isReady('py');
  await patch.openModule('py');
  await page.locator('.monaco-editor .view-lines').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('# x = y wt?');
  await page.keyboard.press('Backspace');
  await expect(page.locator('.monaco-editor .view-lines')).toContainText('# x = y wt', { useInnerText: true });
  await expect(patch.wires).toHaveCount(2);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
