import { expect, type Locator, type Page } from '@playwright/test';
import type {} from '../../../renderer/app/probe.ts';

type Side = 'in' | 'out';

/** The window as a person sees it: nodes, circles, wires, the editor; and values as the meters paint them. */
export class PatchWindow {
  constructor(readonly page: Page) {}

  node(instance: string): Locator {
    return this.page.getByTestId(`node-${instance}`);
  }

  /** The circle of a channel at its node. */
  port(side: Side, channel: string): Locator {
    return this.page.getByTestId(`${side}-${channel}`);
  }

  /** The circle of the row that offers a new channel. */
  plus(side: Side, instance: string): Locator {
    return this.page.getByTestId(`${side}+-${instance}`);
  }

  wire(key: string): Locator {
    return this.page.getByTestId(`wire-${key}`);
  }

  get wires(): Locator {
    return this.page.locator('.react-flow__edge');
  }

  async isReady(...instances: readonly string[]): Promise<void> {
    for (const name of instances)
      await expect(this.node(name).getByRole('img', { name: 'live', exact: true })).toBeVisible({ timeout: 30_000 });
  }

  /** Takes hold only where `from` stands still and under the pointer: the view may be on its way to a new node, or a dialog in the way. */
  async drag(from: Locator, to: Locator | { readonly x: number; readonly y: number }): Promise<void> {
    await from.hover();
    const start = await centreOf(from);
    const end = 'x' in to ? to : await centreOf(to);
    await this.page.mouse.down();
    await this.page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 });
    await this.page.mouse.move(end.x, end.y, { steps: 4 });
    await this.page.mouse.up();
  }

  /** Waits until the meters hold this value, within what two decimals show. */
  async showsValue(channel: string, side: Side, value: number): Promise<void> {
    await expect
      .poll(() =>
        this.page.evaluate(([name, end]) => window.patchmonsterProbe?.meters.value(name, end) ?? Number.NaN, [channel, side] as const),
      )
      .toBeCloseTo(value, 2);
  }

  /** Adds a wire by its two names, with the keyboard alone. */
  async addWire(from: string, to: string): Promise<void> {
    await this.command('Add a wire');
    const dialog = this.page.getByRole('dialog', { name: 'Add a wire' });
    await dialog.getByLabel('From').fill(from);
    await dialog.getByLabel('To', { exact: true }).fill(to);
    await this.page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(this.wire(`${from} > ${to}`)).toBeAttached();
  }

  /** Does what the palette offers for these words. */
  async command(words: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Do anything' }).click();
    await this.page.getByRole('combobox', { name: 'Do anything' }).fill(words);
    await this.page.keyboard.press('Enter');
  }

  async openModule(instance: string): Promise<void> {
    await this.node(instance).locator('.node-header').dblclick();
    // The editor is loaded when it is first needed.
    await expect(this.page.locator('.monaco-editor .view-lines')).toBeVisible({ timeout: 30_000 });
  }

  /** Replaces the whole text by typing over it, and saves with the keyboard. */
  async typeAndSave(text: string): Promise<void> {
    await this.page.locator('.monaco-editor .view-lines').click();
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.insertText(text.trimEnd());
    await this.page.keyboard.press('Control+s');
  }

  /** Lines that carry an error's squiggle. */
  get errorSquiggles(): Locator {
    return this.page.locator('.monaco-editor .squiggly-error');
  }

  async tab(name: 'Code' | 'Console' | 'Problems'): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }
}

async function centreOf(element: Locator): Promise<{ x: number; y: number }> {
  const box = await element.boundingBox();
  if (!box) throw new Error('Nothing to drag: the element is not in view.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
