/** The desktop shell's start: wires shows, windows, menu and system together, and holds no logic of its own. */
import path from 'node:path';
import { app, BrowserWindow, Menu, session } from 'electron';
import { surviveLostOutput } from '../core/roots/lostOutput.ts';
import { registerAppScheme, serveApp } from './appProtocol.ts';
import { DesktopApp } from './desktopApp.ts';
import { handleRequests } from './ipc.ts';
import { showOfArguments } from './launchArguments.ts';
import { report } from './reportLines.ts';
import { stderrLogger } from './stderrLogger.ts';

const here = import.meta.dirname;
/** A package keeps what workers and the system load outside of its archive. */
const appFolder = path.join(here, '..', '..').replace(/\bapp\.asar$/, 'app.asar.unpacked');

surviveLostOutput(process.stdout, process.stderr);
registerAppScheme();

app.on('will-quit', () => report('ended'));
if (app.requestSingleInstanceLock()) start();
else app.quit();

function start(): void {
  const desktop = new DesktopApp({
    distFolder: path.join(appFolder, 'dist'),
    icons: path.join(appFolder, 'build-resources', 'icons'),
    examples: path.join(appFolder, 'examples'),
    preload: path.join(here, 'preload.cjs'),
    userFolder: app.getPath('userData'),
    logger: stderrLogger,
  });
  const showOf = (argv: readonly string[], workingDirectory: string) =>
    showOfArguments(argv, workingDirectory, [app.getAppPath(), path.join(here, 'main.js')]);

  app.on('second-instance', (_event, argv, workingDirectory) => desktop.comeForward(showOf(argv, workingDirectory)));
  app.on('open-file', (event, file) => {
    event.preventDefault();
    desktop.comeForward(file);
  });
  app.on('activate', () => desktop.comeForward(undefined));
  // Closing a window is not the end of a show; the desktop app quits when nothing is open any more.
  app.on('window-all-closed', () => desktop.quitWhenIdle());
  app.on('before-quit', (event) => {
    if (!desktop.mayQuit()) event.preventDefault();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => desktop.stopAtOnce());

  app.whenReady().then(
    () => {
      serveApp(session.defaultSession, path.join(appFolder, 'dist', 'renderer'));
      handleRequests(({ sender }) => desktop.windowOf(BrowserWindow.fromWebContents(sender)), desktop.requestHandlers);
      desktop.onMenuChange((template) => Menu.setApplicationMenu(Menu.buildFromTemplate(template)));
      desktop.start(showOf(process.argv, process.cwd()));
    },
    (error: unknown) => {
      stderrLogger.log('error', 'start', String(error));
      app.exit(1);
    },
  );
}
