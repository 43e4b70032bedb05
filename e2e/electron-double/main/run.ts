/**
 * `node run.js <main> [arguments]`: runs the app's built main process with the double in Electron's place, and lets the parent
 * process evaluate functions in it, as Playwright does with the real one.
 */
import { register } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const main = path.resolve(process.argv[2] ?? '');
// As the app would see it under Electron: the program, the app, the rest.
process.argv.splice(1, 2, main);

// The rule speaks of a URL, and hooks run on a thread of their own: it has to be text.
const electronUrl = new URL('./electron.js', import.meta.url).href;
const hooks = `export async function resolve(name, context, next) {
  return name === 'electron' || name === 'electron/main' ? { url: ${JSON.stringify(electronUrl)}, shortCircuit: true } : next(name, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

const { serveTest } = await import('./control.js');
await serveTest(() => import(pathToFileURL(main).href));
