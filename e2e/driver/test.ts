import { test as base, expect, type Page } from '@playwright/test';
import { OscPeer } from '../peers/oscPeer.ts';
import { ServedShow } from './servedShow.ts';
import { ShowFolder } from './showFolder.ts';

export { expect };

/** A show that runs in `patchmonster serve` and, once `open` was called, is shown in the test's page. */
export interface TestShow {
  readonly folder: ShowFolder;
  readonly served: ServedShow;
}

interface Fixtures {
  /** Makes a show folder and serves its `show.cfg`. Everything is stopped and removed after the test. */
  readonly serveShow: (files: Readonly<Record<string, string | Uint8Array>>, args?: readonly string[]) => Promise<TestShow>;
  /** Serves a show and opens its page. */
  readonly openShow: (files: Readonly<Record<string, string | Uint8Array>>, args?: readonly string[]) => Promise<TestShow>;
  readonly osc: OscPeer;
  /** Errors and warnings of the page's console; the test fails when something is left in it at the end. */
  readonly consoleTroubles: string[];
}

export const test = base.extend<Fixtures>({
  serveShow: async ({ browserName: _ }, use) => {
    const shows: TestShow[] = [];
    await use(async (files, args = []) => {
      const folder = new ShowFolder(files);
      const served = await ServedShow.start(folder.file('show.cfg'), args);
      const show = { folder, served };
      shows.push(show);
      return show;
    });
    for (const { served, folder } of shows) {
      await served.stop();
      folder.dispose();
    }
  },
  openShow: async ({ serveShow, page, consoleTroubles: _ }, use) => {
    await use(async (files, args) => {
      const show = await serveShow(files, args);
      await page.goto(show.served.url);
      return show;
    });
  },
  osc: async ({ browserName: _ }, use) => {
    const peer = await OscPeer.open();
    await use(peer);
    peer.close();
  },
  consoleTroubles: async ({ page }, use) => {
    const troubles: string[] = [];
    watchConsole(page, troubles);
    await use(troubles);
    expect(troubles).toEqual([]);
  },
});

function watchConsole(page: Page, troubles: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
}
