/** Makes docs/window.png of the real window with the example that moves by itself: npx tsx scripts/screenshot.ts (after npm run build). */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { ServedShow } from '../e2e/driver/servedShow.ts';
import { PatchWindow } from '../e2e/specs/window/patchWindow.ts';
import { chromiumOptions } from '../playwright.config.ts';
import { ensureChromium } from './findChromium.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(os.tmpdir(), 'patchmonster-picture-'));
cpSync(path.join(root, 'examples/moving'), folder, { recursive: true });

const served = await ServedShow.start(path.join(folder, 'moving.cfg'));
const browser = await chromium.launch({ ...chromiumOptions, executablePath: ensureChromium() });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' });
  await page.goto(served.url);
  const window = new PatchWindow(page);
  await window.isReady('wave', 'handlers', 'desk');
  await window.openModule('handlers');
  await page.waitForFunction(() => (globalThis.window.patchmonsterProbe?.meters.activity('desk.lamp', 'in') ?? 0) > 30);
  await page.screenshot({ path: path.join(root, process.argv[2] ?? 'docs/window.png') });
} finally {
  await browser.close();
  await served.stop();
  rmSync(folder, { recursive: true, force: true });
}
