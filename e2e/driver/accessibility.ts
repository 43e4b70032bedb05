import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type axe from 'axe-core';

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong within `part` of the page, one line each: how bad, the rule, and where. Minor findings are taste. */
export async function accessibilityFindings(page: Page, part = 'html'): Promise<readonly string[]> {
  // Evaluated, not added to the page: the page allows no script but its own.
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(axeSource);
  return page.evaluate(async (selector) => {
    const results = await window.axe?.run(selector, { resultTypes: ['violations'] });
    if (!results) throw new Error('axe is not in the page');
    return results.violations
      .filter(({ impact }) => impact !== 'minor')
      .flatMap(({ id, impact, nodes }) => nodes.map(({ target }) => `${impact}: ${id} at ${target.join(' ')}`));
  }, part);
}
