import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  ChannelEntry,
  EngineState,
  ExternalChange,
  Hello,
  HistoryState,
  Notice,
  ProtocolView,
  RecoveryOffer,
  TrustState,
} from '../../core/contract/clientLink.ts';
import { contractVersion } from '../../core/contract/contractVersion.ts';
import type { CallProfile, EngineStats } from '../../core/contract/engineLink.ts';
import type { InstanceStatus } from '../../core/contract/instanceState.ts';
import type { ShowView } from '../../core/contract/showView.ts';
import { patched } from '../../core/contract/valuePatch.ts';
import type { LinkState } from '../link/sessionLink.ts';
import { type RateTable, ratesBetween } from './rates.ts';
import { showPath } from './showPath.ts';

/** What the session said last: replaced piece by piece by its notices, never changed by the window itself. */
export interface ShowState {
  readonly link: LinkState;
  /** False until the first hello: nothing of a show can be drawn yet. */
  readonly view: ShowView | undefined;
  /** Which view that is; see `NumberedView`. */
  readonly viewNumber: number;
  readonly protocols: readonly ProtocolView[];
  /** Channels that the engine knows, in the order in which they came. */
  readonly channels: readonly ChannelEntry[];
  /** The same by instance, for suggestions. */
  readonly channelSpecs: ReadonlyMap<string, readonly string[]>;
  readonly statuses: ReadonlyMap<string, InstanceStatus>;
  readonly stats: EngineStats | undefined;
  readonly rates: RateTable;
  readonly profiles: ReadonlyMap<string, readonly CallProfile[]>;
  readonly engine: EngineState;
  readonly history: HistoryState;
  readonly trust: TrustState;
  readonly recovery: RecoveryOffer | null;
  readonly externalChanges: readonly ExternalChange[];
  /** The session speaks another version of the contract: reload and stop. */
  readonly isOutdated: boolean;
}

export type ShowStore = StoreApi<ShowState>;

export function createShowStore(): ShowStore {
  return createStore<ShowState>(() => ({
    link: { phase: 'connecting' },
    view: undefined,
    viewNumber: 0,
    protocols: [],
    channels: [],
    channelSpecs: new Map(),
    statuses: new Map(),
    stats: undefined,
    rates: emptyRates,
    profiles: new Map(),
    engine: { phase: 'starting', reason: '' },
    history: { undoTitle: null, redoTitle: null },
    trust: { isTrusted: true, modules: [] },
    recovery: null,
    externalChanges: [],
    isOutdated: false,
  }));
}

const emptyRates: RateTable = { total: 0, perInstance: new Map() };

/** The state after one notice; the same object when the notice is of no concern here. */
export function afterNotice(state: ShowState, notice: Notice): ShowState {
  switch (notice.notice) {
    case 'hello':
      return afterHello(state, notice.hello);
    case 'view':
      // A late view never replaces a newer one.
      return state.view && notice.view.revision < state.view.revision
        ? state
        : { ...state, view: notice.view, viewNumber: notice.viewNumber };
    case 'viewChange':
      return state.view && state.viewNumber === notice.before
        ? { ...state, view: patched(state.view, notice.patch), viewNumber: notice.viewNumber }
        : state;
    case 'channels': {
      const channels = [...state.channels.slice(0, notice.first), ...notice.channels];
      return { ...state, channels, channelSpecs: specsByInstance(channels) };
    }
    case 'status':
      return { ...state, statuses: new Map(state.statuses).set(notice.instance, withShowPaths(notice.status, state.view?.path)) };
    case 'stats':
      return { ...state, stats: notice.stats, rates: ratesBetween(state.stats, notice.stats) };
    case 'profile':
      return { ...state, profiles: new Map(state.profiles).set(notice.instance, notice.rows) };
    case 'engine':
      return { ...state, engine: notice.state };
    case 'history':
      return { ...state, history: notice.history };
    case 'trust':
      return { ...state, trust: notice.trust };
    case 'recovery':
      return { ...state, recovery: notice.offer };
    case 'externalChanges':
      return { ...state, externalChanges: notice.changes };
    case 'console':
    case 'fileChanged':
    case 'refused':
      return state;
    default:
      // A newer session may send what this page does not know; the rest of it stays right.
      return state;
  }
}

function afterHello(state: ShowState, hello: Hello): ShowState {
  if (hello.contractVersion !== contractVersion) return { ...state, isOutdated: true };
  return {
    ...state,
    isOutdated: false,
    view: hello.view,
    viewNumber: hello.viewNumber,
    protocols: hello.protocols,
    channels: hello.channels,
    channelSpecs: specsByInstance(hello.channels),
    statuses: new Map(hello.statuses.map(({ instance, status }) => [instance, withShowPaths(status, hello.view.path)])),
    stats: hello.stats,
    rates: emptyRates,
    profiles: new Map(),
    engine: hello.engine,
    history: hello.history,
    trust: hello.trust,
    recovery: hello.recovery,
    externalChanges: hello.externalChanges,
  };
}

/** Backends name files by their absolute paths; everything else here names them as the document does. */
function withShowPaths(status: InstanceStatus, mainFile: string | undefined): InstanceStatus {
  if (mainFile === undefined || status.problems.length === 0) return status;
  const problems = status.problems.map((problem) =>
    problem.file === undefined ? problem : { ...problem, file: showPath(problem.file, mainFile) },
  );
  return { ...status, problems };
}

function specsByInstance(channels: Hello['channels']): ReadonlyMap<string, readonly string[]> {
  const specs = new Map<string, string[]>();
  for (const { instance, spec } of channels) {
    const known = specs.get(instance);
    if (known) known.push(spec);
    else specs.set(instance, [spec]);
  }
  return specs;
}
