import { resolve } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { systemClock } from '../base/systemClock.ts';
import type { RuntimeFiles, StdioMode } from '../contract/engineLink.ts';
import type { ProtocolCatalog } from '../contract/protocol.ts';
import { layoutPath } from '../show/layout.ts';
import { loadShow } from '../show/loadShow.ts';
import { notTextReason } from '../show/notText.ts';
import type { Override } from '../show/overrides.ts';
import { fileNameOf, normalisePath } from '../show/paths.ts';
import { ConsoleLog } from './console/ConsoleLog.ts';
import type { StartEngine } from './engine/EngineLink.ts';
import { startEngineWorker } from './engine/startEngineWorker.ts';
import type { FileSystem } from './files/FileSystem.ts';
import { LayoutFile } from './files/LayoutFile.ts';
import { ModuleCache } from './files/ModuleCache.ts';
import { nodeFileSystem } from './files/nodeFileSystem.ts';
import { readLayout } from './files/readLayout.ts';
import { readSettings } from './files/readSettings.ts';
import { ShowFiles } from './files/ShowFiles.ts';
import { isProcessRunning, type ShowLock, showLock } from './files/showLock.ts';
import { stateFolder as defaultStateFolder } from './files/stateFolder.ts';
import { TrustStore } from './files/TrustStore.ts';
import { WorkJournal } from './files/WorkJournal.ts';
import { Session } from './Session.ts';
import { ShowState } from './show/ShowState.ts';

export interface OpenSessionOptions {
  /** The main configuration file; relative paths start at the working directory. */
  readonly path: string;
  readonly files: RuntimeFiles;
  readonly catalog: ProtocolCatalog;
  /** How Python's output leaves. */
  readonly stdio: StdioMode;
  /** `ask`: Python of a show that is not trusted on this machine waits for the person. */
  readonly trust: 'granted' | 'ask';
  readonly overrides?: readonly Override[];
  /** Take over what others save; default true. */
  readonly isWatching?: boolean;
  /** A changed text with mistakes doesn't replace what runs; default false: what is valid of it does. */
  readonly isStrict?: boolean;
  /** Nobody edits in this session: it takes no lock and keeps no journal; default false. */
  readonly isReadOnly?: boolean;
  readonly clock?: Clock;
  readonly console?: ConsoleLog;
  readonly fileSystem?: FileSystem;
  readonly stateFolder?: string;
  readonly startEngine?: StartEngine;
  /** Names this session in the lock. */
  readonly pid?: number;
}

/** Opens a show and brings what is valid of it to run. Fails with a sentence when there is no readable text at the path. */
export async function openSession(options: OpenSessionOptions): Promise<Result<Session, string>> {
  const prepared = await prepareSession(options);
  if (prepared.ok) await prepared.value.start();
  return prepared;
}

/** Reads a show, so that its problems are known, and starts nothing yet. */
export async function prepareSession(options: OpenSessionOptions): Promise<Result<Session, string>> {
  if (options.path === '') return fail('Name the configuration file of the show.');
  const clock = options.clock ?? systemClock;
  const system = options.fileSystem ?? nodeFileSystem;
  const stateFolder = options.stateFolder ?? defaultStateFolder(process.env, process.platform);
  const console = options.console ?? new ConsoleLog(clock);
  const path = normalisePath(resolve(options.path));
  const files = new ShowFiles(system);

  const refusal = whyUnreadable(files, path, options.path);
  if (refusal !== undefined) return fail(refusal);
  const real = system.realPath(path);
  const realPath = real.ok ? real.value : path;

  const document = loadShow(path, (file) => {
    const read = files.read(file);
    return read.ok ? read : fail(read.error.message);
  });
  const { layout, problems: layoutProblems } = readLayout(system, path);
  const settings = readSettings(system, path);
  for (const { message } of settings.problems) console.log('warning', 'settings', message);

  const modules = new ModuleCache(files);
  const overrides = options.overrides ?? [];
  const state = new ShowState(
    {
      clock,
      catalog: options.catalog,
      overrides,
      settings,
      furtherProblems: layoutProblems,
      readModule: modules.read,
      savedVersion: (file) => files.knownVersion(file),
    },
    document,
    layout,
  );
  const pid = options.pid ?? process.pid;
  const ownLock = showLock({ files: system, clock, stateFolder, showPath: realPath, pid, isRunning: isProcessRunning });
  const lock = options.isReadOnly ? seenOnly(ownLock) : ownLock;
  await lock.acquire();
  const journalOptions = { files: system, clock, logger: console, stateFolder, showPath: realPath, isOff: options.isReadOnly ?? false };
  const session = new Session({
    clock,
    catalog: options.catalog,
    console,
    files,
    modules,
    state,
    startEngine: options.startEngine ?? startEngineWorker({ files: options.files, stdio: options.stdio }),
    lock,
    layoutFile: new LayoutFile(system, clock, console, layoutPath(path)),
    journal: new WorkJournal({ ...journalOptions, kind: 'current' }),
    leftover: new WorkJournal({ ...journalOptions, kind: 'leftover' }),
    trust: { store: new TrustStore(system, stateFolder), showPath: realPath, isGranted: options.trust === 'granted' },
    isWatching: options.isWatching ?? true,
    isStrict: options.isStrict ?? false,
  });
  return ok(session);
}

/** Why there is no show at the path. People know the file by what they `typed`. */
function whyUnreadable(files: ShowFiles, path: string, typed: string): string | undefined {
  const main = files.read(path);
  if (!main.ok) return main.error.message.replace(`"${fileNameOf(path)}"`, () => `"${typed}"`);
  const notText = notTextReason(main.value);
  return notText && `"${fileNameOf(path)}" can't be opened: ${notText}`;
}

/** Knows who else has the show open, and takes nothing. */
function seenOnly({ otherOwner }: ShowLock): ShowLock {
  return { otherOwner, acquire: async () => otherOwner() === undefined, release: async () => {} };
}
