import { app } from './app.ts';
import { BrowserWindow } from './browserWindow.ts';

interface Template {
  readonly id?: string;
  readonly label?: string;
  readonly role?: string;
  readonly type?: string;
  readonly enabled?: boolean;
  readonly accelerator?: string;
  readonly submenu?: readonly Template[];
  readonly click?: (item: MenuItem, window: BrowserWindow | undefined, event: object) => void;
}

export class MenuItem {
  readonly id: string | undefined;
  readonly label: string;
  readonly role: string | undefined;
  readonly accelerator: string | undefined;
  readonly submenu: Menu | undefined;
  enabled: boolean;
  readonly click: () => void;

  constructor(template: Template) {
    this.id = template.id;
    this.label = template.label ?? '';
    this.role = template.role;
    this.accelerator = template.accelerator;
    this.enabled = template.enabled ?? true;
    this.submenu = template.submenu && Menu.buildFromTemplate(template.submenu);
    this.click = () => runItem(this, template);
  }
}

export class Menu {
  items: MenuItem[] = [];
  static #ofApplication: Menu | null = null;

  static buildFromTemplate(template: readonly Template[]): Menu {
    const menu = new Menu();
    menu.items = template.map((one) => new MenuItem(one));
    return menu;
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#ofApplication = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#ofApplication;
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
}

function runItem(item: MenuItem, template: Template): void {
  const window = BrowserWindow.getFocusedWindow() ?? undefined;
  if (template.click) template.click(item, window, {});
  else if (template.role === 'quit') app.quit();
  else if (template.role === 'close') window?.close();
  else if (template.role === 'reload') window?.webContents.reload();
  else throw new Error(`electron double: what a menu entry of the role ${String(template.role)} does is not implemented`);
}
