import type { Clock } from '../../core/base/clock.ts';
import type { FileChangeOutcome } from '../../core/contract/engineLink.ts';
import type { PythonNotice } from '../../core/contract/pythonLink.ts';
import { type FileChange, FileTakeovers } from './fileTakeovers.ts';
import type { ProblemList } from './problemList.ts';
import { RunningSources } from './runningSources.ts';

/**
 * Which version of each file an instance runs. A saved one is taken over by the worker or refused, as a whole; whoever saved it is
 * answered once, and a refused one stays a problem until a better one comes.
 */
export class ModuleVersions {
  private readonly sources = new RunningSources();
  private readonly takeovers: FileTakeovers;

  constructor(
    instance: string,
    clock: Clock,
    private readonly problems: Pick<ProblemList, 'didReload' | 'refuse' | 'forget'>,
    post: (change: FileChange) => void,
  ) {
    this.takeovers = new FileTakeovers(instance, clock, post);
  }

  /** By path: text that a worker has to load although the file says something else. */
  get held(): Readonly<Record<string, string>> {
    return this.sources.held;
  }

  /** A file was saved: the worker is asked to take it over, at once if it is live. One that replaces another loads what ran before. */
  ask(path: string, worker: 'live' | 'starting' | 'replacing'): Promise<FileChangeOutcome> {
    if (worker === 'replacing') this.sources.hold([path]);
    return this.takeovers.ask(path, worker === 'live');
  }

  /** The answer to a saved file that nobody is asked to take over. */
  get untouched(): FileChangeOutcome {
    return this.takeovers.outcome('untouched', 0);
  }

  didGoLive(): void {
    this.takeovers.didGoLive();
  }

  /** The worker has loaded these. */
  didLoad(sources: Readonly<Record<string, string>>): void {
    this.sources.learn(sources);
  }

  /** The worker begins with a saved file. */
  didBegin(path: string): void {
    this.sources.begin(path);
  }

  /** The worker has taken a saved file over, or refused it. */
  didReload(notice: Extract<PythonNotice, { type: 'reloaded' }>): void {
    const { id, outcome, tookMs, problem } = notice;
    this.sources.end(notice);
    if (outcome !== 'untouched') this.problems.didReload(notice);
    this.takeovers.answer(id, outcome, tookMs, problem);
  }

  /**
   * The worker was lost: when a file was being taken over that version is refused, for `what`, which goes on its name. Returns the
   * sentence that tells so, and undefined when none was.
   */
  refuseLost(what: string): string | undefined {
    const path = this.sources.lose();
    if (path === undefined) return undefined;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const problem = { code: 'python-module-failed', message: `${name} ${what}. The version before goes on.`, file: path };
    this.problems.refuse(path, problem);
    this.takeovers.refuse(path, problem);
    return `${name} ${what}, so the version before goes on`;
  }

  /** Everything is loaded anew, as it is on the disk. */
  forget(): void {
    this.sources.forget();
    this.problems.forget();
  }

  /** The worker that was asked is gone: the next one loads what ran, and is then asked for what was saved. */
  postpone(): void {
    this.sources.hold(this.takeovers.postpone());
  }

  /** Whoever waits is told: nobody is asked any more. */
  answerAll(): void {
    this.takeovers.answerAll('untouched');
  }
}
