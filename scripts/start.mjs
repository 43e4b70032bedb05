// npm start [-- path/to/show.cfg]: builds when needed and opens the window, in Electron where it can run, else in a browser.
import { register } from 'tsx/esm/api';

register();
const { start } = await import('./start/start.ts');
process.exitCode = await start(process.argv.slice(2));
