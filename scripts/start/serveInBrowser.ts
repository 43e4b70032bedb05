import { spawn } from 'node:child_process';
import path from 'node:path';

/** Serves the same window to a browser; the command prints its address. Resolves with its exit code. */
export function serveInBrowser(root: string, showPath: string, isOwnExample: boolean): Promise<number> {
  const args = [path.join(root, 'dist', 'cli.js'), 'serve', ...(isOwnExample ? [] : ['--ask']), showPath];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    // A terminal sends Ctrl+C to both of us; who kills only this process means that one too.
    const forward = (signal: NodeJS.Signals) => child.kill(signal);
    process.on('SIGTERM', forward);
    process.on('SIGINT', () => {});
    child.once('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    child.once('close', (code) => {
      process.off('SIGTERM', forward);
      resolve(code ?? 1);
    });
  });
}
