/** Takes the pictures of docs/screenshots from the example show: node --import tsx e2e/specs/window/makeScreenshots.ts */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumOptions } from '../../../playwright.config.ts';
import { rootFolder } from '../../driver/paths.ts';
import { ServedShow } from '../../driver/servedShow.ts';
import { PatchWindow } from './patchWindow.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'patchmonster-pictures-'));
cpSync(path.join(rootFolder, 'examples/moving'), folder, { recursive: true });
const served = await ServedShow.start(path.join(folder, 'moving.cfg'));
const browser = await chromium.launch(chromiumOptions);
try {
  const page = await browser.newPage({ viewport: { width: 1600, height: 960 } });
  await page.goto(served.url);
  // The folder of this run says nothing to a reader.
  await page.addStyleTag({ content: '.show-title .path { display: none }' });
  const patch = new PatchWindow(page);
  await patch.isReady('wave', 'handlers', 'desk');
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
  await patch.openModule('handlers');
  // The colours of Python come after the editor.
  await page.waitForFunction(
    () => new Set([...document.querySelectorAll('.view-line [class*="mtk"]')].map(({ className }) => className)).size > 3,
  );
  await page.waitForFunction(() => (window.patchmonsterProbe?.meters.activity('desk.lamp', 'in') ?? 0) > 20);
  const picture = (name: string) => page.screenshot({ path: path.join(rootFolder, 'docs/screenshots', `${name}.png`) });
  await picture('window');
  await page.keyboard.press('Escape');
  await patch.node('handlers').locator('.node-header').click();
  await page.keyboard.press('t');
  await picture('table');
  await page.keyboard.press('t');
  await patch.isReady('wave');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('dark');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'light');
  const frames = await page.evaluate(() => window.patchmonsterProbe?.meters.frames ?? 0);
  await page.waitForFunction((before) => (window.patchmonsterProbe?.meters.frames ?? 0) > before + 10, frames);
  await picture('light');
} finally {
  await browser.close();
  await served.stop();
  rmSync(folder, { recursive: true, force: true });
}
