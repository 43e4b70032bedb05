import { expect } from '@playwright/test';
import { ShowFolder } from '../../driver/showFolder.ts';
import { launchApp } from '../../electron-double/launch.ts';
import { answerQuestions, closeWindow, quietShow, test } from './desktop.ts';

test('a window opens where the last one stood, also after the app was started again', async () => {
  const folder = new ShowFolder({ 'show.cfg': quietShow });
  const start = () => launchApp([folder.file('show.cfg')], { home: folder.file('home') });
  const place = { x: 120, y: 60, width: 1000, height: 700 };
  const first = await start();
  try {
    await first.nextWindow();
    await first.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), place);
    await answerQuestions(first, 'Stop the show');
    await closeWindow(first);
    expect(await first.exitCode).toBe(0);
  } finally {
    await first.dispose();
  }

  folder.write('home/user/window-place.json', folder.read('home/user/window-place.json').replace('120', '121'));
  const second = await start();
  try {
    await second.nextWindow();
    expect(await second.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual({ ...place, x: 121 });
  } finally {
    await second.dispose();
    folder.dispose();
  }
});

test('a place that is on no screen is not taken, its size is', async () => {
  const lost = { x: 90_000, y: 60, width: 1000, height: 700, isMaximized: false };
  const folder = new ShowFolder({ 'show.cfg': quietShow, 'home/user/window-place.json': JSON.stringify(lost) });
  const app = await launchApp([folder.file('show.cfg')], { home: folder.file('home') });
  try {
    await app.nextWindow();
    const bounds = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    expect(bounds).toMatchObject({ width: 1000, height: 700 });
    expect(bounds?.x ?? lost.x).toBeLessThan(10_000);
  } finally {
    await app.dispose();
    folder.dispose();
  }
});
