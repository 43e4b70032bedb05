import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RenamePreview } from '../../core/contract/clientLink.ts';
import type { Side } from '../link/meterBus.ts';
import type { ChannelRename } from './editActions.ts';

/** What the inspector shows. */
export type Selection =
  | { readonly kind: 'none' }
  | { readonly kind: 'instance'; readonly name: string }
  | { readonly kind: 'port'; readonly instance: string; readonly side: Side; readonly spec: string }
  | { readonly kind: 'wire'; readonly key: string };

/** A wire that is being made: an end without a spec is asked for at its node. */
export interface PendingWire {
  readonly from: { readonly instance: string; readonly spec: string | null };
  readonly to: { readonly instance: string; readonly spec: string | null };
  /** An existing wire whose end moves instead of a new line. */
  readonly replaces?: string;
}

/** A wire end that was dropped on empty canvas. */
export interface QuickAdd {
  readonly instance: string;
  readonly spec: string;
  /** The side that was dragged from. */
  readonly side: Side;
  /** Where the list opens, relative to the graph. */
  readonly x: number;
  readonly y: number;
  /** Where a new node would stand. */
  readonly canvas: { readonly x: number; readonly y: number };
}

export type Dialog =
  | {
      readonly kind: 'addInstance';
      readonly backend: string;
      readonly canvas?: { readonly x: number; readonly y: number };
      readonly wireTo?: QuickAdd;
    }
  | { readonly kind: 'addWire'; readonly from?: string; readonly to?: string }
  /** In mode `add` a protocol is chosen, for a new instance at this place of the graph. */
  | { readonly kind: 'finder'; readonly mode: FinderMode; readonly canvas?: { readonly x: number; readonly y: number } }
  | (ChannelRename & { readonly kind: 'renameChannel'; readonly side: Side; readonly modules: RenamePreview['modules'] })
  | { readonly kind: 'export' }
  /** For a roll back the version before the module that was saved last is chosen already. */
  | { readonly kind: 'versions'; readonly isRollBack?: true }
  /** Of a file that another program changed beside unsaved work. */
  | { readonly kind: 'externalChange'; readonly path: string }
  | { readonly kind: 'keys' };

export type FinderMode = 'find' | 'commands' | 'add';
export type BottomTab = 'editor' | 'console' | 'problems';
/** `side` is the part of the bottom at the right of the code, in a wide window. */
export type PanelName = 'left' | 'right' | 'bottom' | 'side';

export interface PanelSize {
  readonly px: number;
  readonly isOpen: boolean;
}

export interface Toast {
  readonly id: number;
  readonly tone: 'info' | 'error';
  readonly text: string;
  /** What it is about; a newer one about the same takes its place. */
  readonly topic: string;
}

export interface WorkspaceState {
  readonly selection: Selection;
  /** Keys of all selected wires and names of all selected instances, for deleting and muting. */
  readonly selectedWires: readonly string[];
  readonly selectedInstances: readonly string[];
  readonly pendingWire: PendingWire | null;
  /** The key of a wire that was changed here last, and what it is now or soon. */
  readonly changedWire: { readonly before: string; readonly after: string } | null;
  readonly quickAdd: QuickAdd | null;
  readonly dialog: Dialog | null;
  readonly bottomTab: BottomTab;
  readonly mainView: 'graph' | 'table';
  readonly panels: Readonly<Record<PanelName, PanelSize>>;
  readonly theme: 'dark' | 'light';
  readonly toasts: readonly Toast[];
  /** The graph centres on this once it sees a new object. */
  readonly reveal: Reveal | null;
  /** Where the automatic layout put nodes that have no saved place: the same after a look at the table. */
  readonly automaticPlaces: Readonly<Record<string, { readonly x: number; readonly y: number }>> | undefined;
  /** What part of the graph was looked at last. */
  readonly canvasView: { readonly x: number; readonly y: number; readonly zoom: number } | undefined;
  /** Grows when the graph is to show everything. */
  readonly fitWishes: number;
}

export type Reveal = { readonly instance: string; readonly side?: Side; readonly spec?: string } | { readonly wire: string };

export type WorkspaceStore = StoreApi<WorkspaceState>;

export const startPanels: WorkspaceState['panels'] = {
  left: { px: 268, isOpen: true },
  right: { px: 312, isOpen: true },
  bottom: { px: 280, isOpen: true },
  side: { px: 560, isOpen: true },
};

export function createWorkspaceStore(saved: Partial<Pick<WorkspaceState, 'panels' | 'theme' | 'bottomTab' | 'mainView'>>): WorkspaceStore {
  return createStore<WorkspaceState>(() => ({
    selection: { kind: 'none' },
    selectedWires: [],
    selectedInstances: [],
    pendingWire: null,
    changedWire: null,
    quickAdd: null,
    dialog: null,
    bottomTab: 'console',
    mainView: 'graph',
    panels: startPanels,
    theme: 'dark',
    toasts: [],
    reveal: null,
    automaticPlaces: undefined,
    canvasView: undefined,
    fitWishes: 0,
    ...saved,
  }));
}
