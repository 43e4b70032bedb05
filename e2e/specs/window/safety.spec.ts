import { LinkClient } from '../../driver/linkClient.ts';
import { ServedShow } from '../../driver/servedShow.ts';
import { expect, test } from '../../driver/test.ts';
import { PatchWindow } from './patchWindow.ts';

const cfg = '; of the house\n[loopback left]\n\n[loopback right]\n\n[map]\nleft.a > right.a\n';

test('work that was not saved is offered after the program was killed, and brought back', async ({ openShow, page, consoleTroubles }) => {
  const show = await openShow({ 'show.cfg': cfg });
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  await patch.addWire('left.b', 'right.b');
  show.served.program.kill();
  await show.served.program.ended;
  expect(show.folder.read('show.cfg')).toBe(cfg);
  await page.goto('about:blank');
  // The browser itself reports what it can't reach.
  consoleTroubles.splice(0);

  const again = await ServedShow.start(show.folder.file('show.cfg'));
  try {
    await page.goto(again.url);
    const banner = page.getByRole('alert').filter({ hasText: 'Unsaved work' });
    await expect(banner).toContainText('show.cfg');
    await expect(banner).toContainText('1 route added.');
    await expect(patch.wire('left.b > right.b')).not.toBeAttached();
    await banner.getByRole('button', { name: 'Bring it back' }).click();
    await expect(patch.wire('left.b > right.b')).toBeAttached();
    await expect(banner).toBeHidden();
    await expect(page.getByText('● unsaved')).toBeVisible();
    await page.keyboard.press('Control+s');
    await expect.poll(() => show.folder.read('show.cfg')).toContain('left.b > right.b');
  } finally {
    await page.goto('about:blank');
    await again.stop();
  }
});

for (const [choice, button] of [
  ['disk', 'Take the file'],
  ['mine', 'Keep mine'],
] as const) {
  test(`a file that another program changed beside unsaved work is offered, not overwritten: ${choice}`, async ({ openShow, page }) => {
    const { folder } = await openShow({ 'show.cfg': cfg });
    const patch = new PatchWindow(page);
    await patch.isReady('left', 'right');
    await patch.addWire('left.mine', 'right.mine');
    folder.write('show.cfg', cfg.replace('left.a > right.a', 'left.a > right.theirs'));
    const banner = page.getByRole('alert').filter({ hasText: 'changed by another program' });
    await expect(banner).toContainText('show.cfg');
    expect(folder.read('show.cfg')).toContain('right.theirs');
    await banner.getByRole('button', { name: 'Compare…' }).click();
    const dialog = page.getByRole('dialog', { name: 'show.cfg on disk' });
    await expect(dialog).toContainText('left.a > right.theirs');
    await expect(dialog).toContainText('left.mine > right.mine');
    folder.write('show.cfg', cfg.replace('left.a > right.a', 'left.a > right.theirs\nleft.c > right.c'));
    await expect(dialog).toContainText('left.c > right.c');
    await dialog.getByRole('button', { name: button }).click();
    await expect(dialog).toBeHidden();
    await expect(banner).toBeHidden();
    const [kept, gone] =
      choice === 'disk' ? ['left.a > right.theirs', 'left.mine > right.mine'] : ['left.mine > right.mine', 'left.a > right.theirs'];
    await expect(patch.wire(kept)).toBeAttached();
    await expect(patch.wire(gone)).not.toBeAttached();
    if (choice === 'disk') return;
    await page.keyboard.press('Control+s');
    await expect.poll(() => folder.read('show.cfg')).toContain('left.mine > right.mine');
  });
}

test('a file that another program changed is taken over while nothing is unsaved', async ({ openShow, page }) => {
  const { folder } = await openShow({ 'show.cfg': cfg });
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  folder.write('show.cfg', `${cfg}left.new > right.new\n`);
  await expect(patch.wire('left.new > right.new')).toBeAttached();
  await expect(page.getByText('● unsaved')).toBeHidden();
});

test('two who edit at once lose nothing', async ({ openShow, page }) => {
  const { folder, served } = await openShow({ 'show.cfg': cfg });
  const patch = new PatchWindow(page);
  await patch.isReady('left', 'right');
  const other = await LinkClient.connect(served);
  try {
    const hello = await other.waitForNotice('hello');
    const { revision } = hello.hello.view;
    await patch.addWire('left.window', 'right.window');
    // Made on the revision from before the window's wire.
    const edits = ['b', 'c', 'd'].map((name) =>
      other.call<'edit'>({
        method: 'edit',
        revision,
        edits: [{ kind: 'addWire', from: `left.${name}`, to: `right.${name}`, direction: 'forward' }],
      }),
    );
    await patch.addWire('left.last', 'right.last');
    for (const reply of await Promise.all(edits)) expect(reply).toMatchObject({ ok: true });
    for (const name of ['window', 'b', 'c', 'd', 'last']) await expect(patch.wire(`left.${name} > right.${name}`)).toBeAttached();
    await page.keyboard.press('Control+s');
    await expect(page.getByText('● unsaved')).toBeHidden();
    const text = folder.read('show.cfg');
    for (const name of ['a', 'window', 'b', 'c', 'd', 'last']) expect(text.split(`left.${name} > right.${name}\n`)).toHaveLength(2);
  } finally {
    other.close();
  }
});

test('Python from elsewhere waits until it was allowed once', async ({ serveShow, page }) => {
  const show = await serveShow(
    { 'show.cfg': '[loopback a]\n\n[python py]\nmodule = m\n\n[map]\na.x > py.m.f\n', 'm.py': 'def f(value):\n    pass\n' },
    ['--ask'],
  );
  await page.goto(show.served.url);
  const patch = new PatchWindow(page);
  const question = page.getByRole('alert').filter({ hasText: 'Python is off' });
  await expect(question).toContainText('m.py');
  await patch.isReady('a');
  await expect(patch.node('py').getByRole('img', { name: 'waiting' })).toBeVisible();
  await question.getByRole('button', { name: 'Let it run' }).click();
  await patch.isReady('py');
  await expect(question).toBeHidden();
  await page.goto('about:blank');
  await show.served.stop();

  const again = await ServedShow.start(show.folder.file('show.cfg'), ['--ask']);
  try {
    await page.goto(again.url);
    await patch.isReady('a', 'py');
    await expect(question).toBeHidden();
  } finally {
    await page.goto('about:blank');
    await again.stop();
  }
});
