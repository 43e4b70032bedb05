import { accessibilityFindings } from '../../driver/accessibility.ts';
import { expect, test } from '../../driver/test.ts';
import { PatchWindow } from './patchWindow.ts';

/** Every kind of node, wire and problem: live, waiting, with a problem, not of this build, undefined, range, muted, no route. */
const show = {
  'show.cfg': `[osc desk]
[osc gone]
bind = 203.0.113.7 9000
[loopback mix]
[python py]
module = handlers
[artnet art]
bind = 0.0.0.0
[map]
desk./fader > py.handlers.level
desk./many{1..4} > mix.many{1..4}
gone./x > mix.x
mix.x > nobody.x
;patch: mix.a > mix.b
`,
  'handlers.py': 'def level(value):\n    print(value)\n    raise ValueError("on purpose")\n',
};
const inspector = 'aside[aria-label="Inspector"]';
const bottom = 'section[aria-label^="Editor"]';

for (const theme of ['dark', 'light'] as const) {
  test(`the window keeps to the rules of accessibility, in its ${theme} theme`, async ({ openShow, page }) => {
    test.slow();
    await openShow(show);
    const patch = new PatchWindow(page);
    await patch.isReady('desk', 'mix', 'py');
    if (theme === 'light') await patch.command('dark and light');
    await patch.node('desk').getByRole('button', { name: '/fader' }).click();
    expect.soft(await accessibilityFindings(page), 'graph, channel in the inspector').toEqual([]);
    await page.getByRole('button', { name: '0.50' }).click();
    await expect(patch.node('py').getByRole('img', { name: 'live with a problem' })).toBeVisible();
    await page.getByRole('button', { name: 'desk./fader → py.handlers.level' }).click();
    expect.soft(await accessibilityFindings(page, inspector), 'wire in the inspector').toEqual([]);
    await patch.node('py').locator('.node-header').click();
    expect.soft(await accessibilityFindings(page), 'graph, instance in the inspector, console').toEqual([]);
    await patch.tab('Problems');
    expect.soft(await accessibilityFindings(page, bottom), 'problems').toEqual([]);
    await patch.openModule('py');
    expect.soft(await accessibilityFindings(page, bottom), 'editor').toEqual([]);
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    expect.soft(await accessibilityFindings(page, 'main'), 'table').toEqual([]);

    for (const [title, open] of dialogs(patch)) {
      await open();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect.soft(await accessibilityFindings(page, '[role=dialog]'), title).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
  });
}

function dialogs(patch: PatchWindow): readonly (readonly [string, () => Promise<void>])[] {
  const button = (name: string) => () => patch.page.getByRole('button', { name, exact: true }).click();
  return [
    ['palette', button('Do anything Ctrl K')],
    ['find', button('Find')],
    ['keys', button('List of keys')],
    ['versions', button('Versions')],
    ['export', button('Export…')],
    ['add a wire', () => patch.command('Add a wire')],
    ['add an instance', () => patch.command('Add an instance: OSC')],
  ];
}
