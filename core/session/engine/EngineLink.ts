import type { Disposable } from '../../base/disposable.ts';
import type { EngineNotice, EngineRequest } from '../../contract/engineLink.ts';

/** One running engine worker, seen as a pipe. Starting it can't fail: a worker that can't start dies and says so. */
export interface EngineLink {
  send(request: EngineRequest): void;
  /** Ends the worker at once, without cleanup. */
  terminate(): Promise<void>;
}

export interface EngineLinkListener {
  onNotice(notice: EngineNotice): void;
  /** Called once, also after `terminate`. */
  onDidDie(reason: string): void;
}

export type StartEngine = (listener: EngineLinkListener) => EngineLink & Disposable;
