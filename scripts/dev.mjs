// npm run dev [-- show.cfg]: builds what changes, restarts the session when core or Python changed, and serves the page with
// Vite's hot replacement. One address for the page, the same token through all restarts.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { buildParts } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const sessionPort = 8643;
const quietMs = 150;
const token = randomBytes(24).toString('base64url');
const show = process.argv[2] ?? `${root}examples/moving/moving.cfg`;

/** Which parts a changed folder belongs to. @type {Readonly<Record<string, readonly string[]>>} */
const partsOfFolder = { core: ['core', 'electron'], python: ['core', 'python'], electron: ['electron'] };

/** @type {import('node:child_process').ChildProcess | undefined} */
let session;
/** @type {Set<string>} */
let waiting = new Set();
/** @type {NodeJS.Timeout | undefined} */
let timer;
/** Builds follow each other; none is lost. @type {Promise<void>} */
let building = Promise.resolve();

function startSession() {
  session = spawn(process.execPath, ['dist/cli.js', 'serve', '--port', String(sessionPort), show], {
    cwd: root,
    env: { ...process.env, PATCHMONSTER_TOKEN: token },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function stopSession() {
  const child = session;
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGINT');
  });
}

async function rebuild() {
  const parts = [...waiting];
  waiting = new Set();
  const startedMs = performance.now();
  try {
    await buildParts(parts);
  } catch {
    console.log('The build failed; what ran before goes on.');
    return;
  }
  console.log(`Built ${parts.join(', ')} in ${Math.round(performance.now() - startedMs)} ms`);
  if (parts.includes('core') || parts.includes('python')) {
    await stopSession();
    startSession();
  }
}

await buildParts(['core', 'python']);
startSession();
for (const [folder, parts] of Object.entries(partsOfFolder)) {
  watch(`${root}${folder}`, { recursive: true }, (_event, file) => {
    if (file === null || file.includes('.test.') || file.includes('__pycache__')) return;
    for (const part of parts) waiting.add(part);
    clearTimeout(timer);
    timer = setTimeout(() => {
      building = building.then(rebuild);
    }, quietMs);
  });
}

const server = await createServer({
  configFile: `${root}vite.config.ts`,
  root: `${root}renderer`,
  server: {
    host: '127.0.0.1',
    // The session takes links only from its own page: to it this is one. The folder link/ of the page's code is not meant.
    proxy: { '^/link\\?': { target: `http://127.0.0.1:${sessionPort}`, ws: true, changeOrigin: true, rewriteWsOrigin: true } },
  },
});
await server.listen();
const address = server.resolvedUrls?.local[0] ?? 'http://127.0.0.1:5173/';
console.log(`\n  ${address}?token=${token}\n`);

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, async () => {
    await Promise.all([stopSession(), server.close()]);
    process.exit(0);
  });
}
