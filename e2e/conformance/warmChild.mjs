// Runs the program's `main` again and again in one process: node warmChild.mjs PATH_OF_BUILT_CLI.
// Plain JavaScript without a loader, because worker threads inherit the loader of their process.
import { pathToFileURL } from 'node:url';

// Signals are meant for the run inside; between two runs they must not end the process.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

const { main } = await import(pathToFileURL(process.argv[2] ?? '').href);

/** @param {{ run: number, args: string[] }} message */
async function run({ run, args }) {
  let code = 70;
  try {
    code = await main(args, { stdout: process.stdout, stderr: process.stderr });
  } catch (error) {
    process.stderr.write(`main threw: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
  const mark = `\0end ${run}\n`;
  process.stdout.write(mark);
  process.stderr.write(mark);
  process.send?.({ ended: run, code });
}

process.on('message', run);
process.on('disconnect', () => process.exit());
process.send?.({ ready: true });
