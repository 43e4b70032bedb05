import { powerSaveBlocker } from 'electron';

/** Keeps the machine from falling asleep while a show runs; its screen may go dark. */
export class PowerSave {
  private blockerId: number | undefined;

  update(isAnyRunning: boolean): void {
    if (isAnyRunning === (this.blockerId !== undefined)) return;
    if (this.blockerId === undefined) {
      this.blockerId = powerSaveBlocker.start('prevent-app-suspension');
    } else {
      powerSaveBlocker.stop(this.blockerId);
      this.blockerId = undefined;
    }
  }
}
