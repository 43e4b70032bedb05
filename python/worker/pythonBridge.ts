import { pythonWord } from '../../core/contract/pythonLink.ts';
import type { RuntimeHost } from './pythonRuntime.ts';
import type { RaisedReport } from './raisedReport.ts';

/** What our Python code can call of the worker. The object has no prototype, so there is no way on from it. */
export function makeBridge(host: RuntimeHost, raised: RaisedReport): object {
  const { words } = host.words;
  const functions = {
    flush: () => host.flushOutputs(),
    note: (level: 'info' | 'warning' | 'error', message: string) => host.post({ type: 'note', level, message }),
    raised: (text: string) => raised.add(text),
    tick_seen: () => void Atomics.add(words, pythonWord.ticksSeen, 1),
    set_over_budget: (call: number) => void Atomics.store(words, pythonWord.overBudgetCall, call),
    overrun: (reason: string) => host.post({ type: 'overrun', reason }),
    begin_call: (call: number) => void Atomics.store(words, pythonWord.runningCall, call),
    functions: (text: string) => host.post({ type: 'functions', ...JSON.parse(text) }),
    blocked_ms: () => host.blockedMs(),
    readiness: (descriptor: number) => host.sockets.readiness(descriptor),
    watch: (descriptor: number, isWatched: boolean) => host.sockets.watch(descriptor, isWatched),
    open_stage: (owner: string) => host.sockets.openStage(owner),
    commit_stage: (commit: string) => host.sockets.commitStage(JSON.parse(commit)),
    roll_back_stage: () => host.sockets.rollbackStage(),
  };
  return Object.freeze(Object.assign(Object.create(null), functions));
}
