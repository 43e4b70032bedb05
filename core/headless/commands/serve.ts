import { randomBytes } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { fail, ok, type Result } from '../../base/result.ts';
import { systemClock } from '../../base/systemClock.ts';
import { outliveBugs } from '../../roots/outliveBugs.ts';
import type { Session } from '../../session/Session.ts';
import type { CommandIo } from '../CommandIo.ts';
import type { ShowArguments } from '../commandLine.ts';
import { startWebHost, type WebHost, type WebHostOptions } from '../serve/webHost.ts';
import { countProblems, formatProblem } from './formatProblem.ts';
import { parseOverrides } from './overrides.ts';
import { distFolder, sessionFor } from './sessionFor.ts';
import { stopSignal } from './stopSignal.ts';

const defaultPort = 8642;
const shortestToken = 16;

export interface ServeArguments extends ShowArguments {
  readonly port: number | undefined;
  readonly host: string;
  readonly mustAsk: boolean;
}

/** Runs a show with its screen in a browser until a signal. Shows with mistakes are opened too: the browser is where they are mended. */
export async function serve(args: ServeArguments, io: CommandIo): Promise<number> {
  const stop = stopSignal();
  try {
    const overrides = parseOverrides(args);
    if (!overrides.ok) return refuse(io, overrides.error.join('\n'));
    const token = chooseToken(process.env.PATCHMONSTER_TOKEN);
    if (!token.ok) return refuse(io, token.error);
    const opened = await sessionFor({
      path: args.show,
      stdio: 'forward',
      trust: args.mustAsk && !isOwnExample(args.show) ? 'ask' : 'granted',
      overrides: overrides.value,
    });
    if (!opened.ok) return refuse(io, opened.error);
    const session = opened.value;
    const host = await startHost(args, token.value, session);
    if (!host.ok) {
      await session.dispose();
      return refuse(io, host.error);
    }
    report(session, io);
    io.stdout.write(`${pageAddress(args.host, host.value.port, token.value)}\n`);
    io.stderr.write('Open this address in a browser. Ctrl+C stops the show.\n');
    const bugs = outliveBugs(session.console);
    await session.start();
    await stop.received;
    await host.value.close();
    await session.dispose();
    bugs.dispose();
    return 0;
  } finally {
    stop.dispose();
  }
}

/** Without a wish the usual port, or any when that is in use: a second show must not fail for it. */
async function startHost(args: ServeArguments, token: string, session: Session): Promise<Result<WebHost, string>> {
  const options: Omit<WebHostOptions, 'port'> = {
    clock: systemClock,
    rendererFolder: join(distFolder(), 'renderer'),
    host: args.host,
    token,
    hostNames: [args.host],
    attach: (port) => void session.attachClient(port),
    log: (message) => session.console.log('warning', 'browser', message),
  };
  if (args.port !== undefined) return startWebHost({ ...options, port: args.port });
  const usual = await startWebHost({ ...options, port: defaultPort });
  return usual.ok ? usual : startWebHost({ ...options, port: 0 });
}

function report(session: Session, { stderr }: CommandIo): void {
  const { problems, path } = session;
  for (const problem of problems) stderr.write(`${formatProblem(problem, dirname(path), process.cwd())}\n`);
  if (problems.length > 0) stderr.write(`${path}: ${countProblems(problems)}\n`);
  session.console.onDidAdd((lines) => {
    for (const { source, text, level } of lines) if (level !== 'debug') stderr.write(`${source}: ${text}\n`);
  });
}

function chooseToken(wish: string | undefined): Result<string, string> {
  if (wish === undefined || wish === '') return ok(randomBytes(18).toString('base64url'));
  if (wish.length < shortestToken || !/^[\w.~-]+$/.test(wish)) {
    return fail(`PATCHMONSTER_TOKEN must have ${shortestToken} or more letters, digits or any of - . _ ~`);
  }
  return ok(wish);
}

/** An address that other machines can use where they may. */
function pageAddress(host: string, port: number, token: string): string {
  const isAny = host === '0.0.0.0' || host === '::';
  const own = Object.values(networkInterfaces())
    .flat()
    .find((address) => address && !address.internal && address.family === 'IPv4');
  const name = isAny ? (own?.address ?? '127.0.0.1') : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}/?token=${token}`;
}

/** The shows that come with the program need no question. */
function isOwnExample(show: string): boolean {
  return resolve(show).startsWith(join(dirname(distFolder()), 'examples') + sep);
}

function refuse({ stderr }: CommandIo, message: string): number {
  stderr.write(`${message}\n`);
  return 1;
}
