import path from 'node:path';
import type { Logger } from '../core/base/logger.ts';
import { fail, ok, type Result } from '../core/base/result.ts';
import { outliveBugs } from '../core/roots/outliveBugs.ts';
import { protocols } from '../core/roots/protocols.ts';
import { runtimeFiles } from '../core/roots/runtimeFiles.ts';
import { openSession } from '../core/session/openSession.ts';
import type { Session } from '../core/session/Session.ts';
import type { RunningShow } from './runningShow.ts';

export interface SessionHostOptions {
  readonly distFolder: string;
  /** What the app itself put into the user's folder is trusted; every other show asks once before its Python runs. */
  readonly ownFolder: string;
  readonly logger: Logger;
}

/** Opens a show in this process and brings it to run. Fails with a sentence. */
export async function openRunningShow(showPath: string, options: SessionHostOptions): Promise<Result<RunningShow, string>> {
  const isOwn = path.resolve(showPath).startsWith(path.join(options.ownFolder, 'examples') + path.sep);
  const opened = await openSession({
    path: showPath,
    files: runtimeFiles(options.distFolder),
    catalog: protocols,
    stdio: 'forward',
    trust: isOwn ? 'granted' : 'ask',
  });
  return opened.ok ? ok(runningShowOf(opened.value)) : fail(opened.error);
}

function runningShowOf(session: Session): RunningShow {
  const bugs = outliveBugs(session.console);
  return {
    get path() {
      return session.path;
    },
    get title() {
      return session.title;
    },
    get isDirty() {
      return session.isDirty;
    },
    get isRunning() {
      return ['starting', 'running', 'restarting'].includes(session.engine.phase);
    },
    get files() {
      return session.files;
    },
    onDidChange: session.onDidChange,
    attachClient: (port) => session.attachClient(port),
    async save() {
      const saved = await session.save();
      return saved.ok ? ok(undefined) : fail(saved.message);
    },
    saveAs: (showPath) => session.saveAs(showPath),
    forgetUnsavedWork: () => session.forgetUnsavedWork(),
    async dispose() {
      await session.dispose();
      bugs.dispose();
    },
  };
}
