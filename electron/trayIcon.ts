import { Menu, Tray } from 'electron';
import type { RunningShow } from './runningShow.ts';

export interface TrayActions {
  readonly showWindow: (show: RunningShow) => void;
  readonly stop: (show: RunningShow) => void;
  readonly quit: () => void;
}

/** An icon in the tray for as long as a show runs that has no window. */
export class TrayIcon {
  private tray: Tray | undefined;

  constructor(
    private readonly image: string,
    private readonly actions: TrayActions,
  ) {}

  update(shows: readonly RunningShow[]): void {
    const [first] = shows;
    if (!first) {
      this.tray?.destroy();
      this.tray = undefined;
      return;
    }
    this.tray ??= this.makeTray();
    this.tray.setToolTip(`PatchMonster: ${shows.map((show) => show.title).join(', ')} running`);
    this.tray.setContextMenu(Menu.buildFromTemplate(this.template(shows)));
  }

  private makeTray(): Tray {
    const tray = new Tray(this.image);
    tray.on('click', () => tray.popUpContextMenu());
    return tray;
  }

  private template(shows: readonly RunningShow[]) {
    return [
      ...shows.flatMap((show) => [
        { label: `Show “${show.title}”`, click: () => this.actions.showWindow(show) },
        { label: `Stop “${show.title}”`, click: () => this.actions.stop(show) },
      ]),
      { type: 'separator' as const },
      { label: 'Quit', click: () => this.actions.quit() },
    ];
  }
}
