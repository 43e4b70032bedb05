import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/findChromium.ts';

const executablePath = findChromium();

export const chromiumOptions = {
  ...(executablePath === undefined ? {} : { executablePath }),
  // Chromium refuses its sandbox to root.
  chromiumSandbox: process.getuid?.() !== 0,
  args: [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

/**
 * `product` and `window` start `patchmonster serve` for each test and open its page; `electron` runs the desktop shell, on Electron
 * itself where its binary is installed and on the double elsewhere.
 */
export default defineConfig({
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 1,
  // Limits for what never comes, on machines that stand still for seconds; no test waits for them.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['list'], ['json']] : [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    // The view is where it goes at once: nothing is pressed that is still on its way.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: chromiumOptions,
  },
  projects: [
    { name: 'product', testDir: 'e2e/specs/product' },
    { name: 'window', testDir: 'e2e/specs/window' },
    { name: 'electron', testDir: 'e2e/specs/electron' },
  ],
});
