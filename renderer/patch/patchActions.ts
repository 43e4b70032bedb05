import { createContext, useContext } from 'react';
import type { Edit } from '../../core/contract/edit.ts';
import type { WireView } from '../../core/contract/showView.ts';
import { wireText } from '../../core/show/wireKey.ts';
import type { WindowSession } from '../stores/windowSession.ts';
import type { PendingWire, QuickAdd, WorkspaceState } from '../stores/workspaceStore.ts';

/** What hands do to the patch, as edits. The graph, the table, the keyboard and the inspector all come here. */
export interface PatchActions {
  /** Joins two ends, or moves an end of `replaces`; an end without a spec is asked for in its node first. */
  wire(wire: PendingWire): Promise<boolean>;
  namePendingEnd(spec: string): Promise<boolean>;
  /** Changes ends or direction; what is selected stays so under its new key. Resolves to the sentence that refuses it, or to null. */
  changeWire(key: string, change: WireChange): Promise<string | null>;
  turnWire(key: string, direction: WireView['direction']): Promise<boolean>;
  removeWires(keys: readonly string[]): Promise<boolean>;
  /** Removes instances with all wires that end there. */
  removeInstances(names: readonly string[]): Promise<boolean>;
  removeSelection(): Promise<boolean>;
  /** Mutes what is not muted yet; when all are, lets them go again. */
  toggleMute(keys: readonly string[]): Promise<boolean>;
  place(positions: Readonly<Record<string, { x: number; y: number }>>): Promise<boolean>;
  /** The end that a quick add was dragged from, with the other end chosen. */
  finishQuickAdd(quickAdd: QuickAdd, other: { instance: string; spec: string | null }): Promise<boolean>;
}

export type WireChange = Partial<Pick<Extract<Edit, { kind: 'changeWire' }>, 'from' | 'to' | 'direction'>>;

export const PatchActionsContext = createContext<PatchActions | undefined>(undefined);

export function usePatchActions(): PatchActions {
  const actions = useContext(PatchActionsContext);
  if (!actions) throw new Error('A part of the window stands outside of its session.');
  return actions;
}

type Parts = Pick<WindowSession, 'edits' | 'show' | 'workspace' | 'tell'>;

export function createPatchActions({ edits, show, workspace, tell }: Parts): PatchActions {
  const wires = (): readonly WireView[] => show.getState().view?.wires ?? [];

  function isTaken(refusal: string | null): boolean {
    if (refusal !== null) tell('error', refusal);
    return refusal === null;
  }

  const actions: PatchActions = {
    async wire(wire) {
      if (wire.from.spec === null || wire.to.spec === null) {
        workspace.setState({ pendingWire: wire });
        return true;
      }
      workspace.setState({ pendingWire: null, quickAdd: null });
      const from = `${wire.from.instance}.${wire.from.spec}`;
      const to = `${wire.to.instance}.${wire.to.spec}`;
      if (wire.replaces === undefined) return edits.edit([{ kind: 'addWire', from, to, direction: 'forward' }]);
      return isTaken(await actions.changeWire(wire.replaces, { from, to }));
    },
    async namePendingEnd(spec) {
      const pending = workspace.getState().pendingWire;
      if (!pending) return false;
      const isSource = pending.from.spec === null;
      return actions.wire(isSource ? { ...pending, from: { ...pending.from, spec } } : { ...pending, to: { ...pending.to, spec } });
    },
    async changeWire(key, change) {
      const wire = wires().find((other) => other.key === key);
      const after = wire && wireText(change.from ?? endText(wire.from), change.direction ?? wire.direction, change.to ?? endText(wire.to));
      // Known before the answer: the changed show may come first, and the inspector must not lose sight of the wire.
      if (after !== undefined) workspace.setState({ changedWire: { before: key, after } });
      const refusal = await edits.tryEdit([{ kind: 'changeWire', key, ...change }]);
      if (refusal === null && after !== undefined) workspace.setState((state) => withWireKey(state, key, after));
      return refusal;
    },
    async turnWire(key, direction) {
      return isTaken(await actions.changeWire(key, { direction }));
    },
    async removeWires(keys) {
      return keys.length === 0 ? false : edits.edit(removalsOf(wires(), new Set(keys)));
    },
    async removeInstances(names) {
      const gone = new Set(names);
      const ended = wires().filter(({ from, to }) => gone.has(from.instance) || gone.has(to.instance));
      const removals: Edit[] = names.map((name) => ({ kind: 'removeInstance', name }));
      return names.length === 0 ? false : edits.edit([...removalsOf(wires(), new Set(ended.map(({ key }) => key))), ...removals]);
    },
    async removeSelection() {
      const { selectedInstances, selectedWires } = workspace.getState();
      const defined = new Set(show.getState().view?.instances.map(({ name }) => name));
      const names = selectedInstances.filter((name) => defined.has(name));
      return names.length > 0 ? actions.removeInstances(names) : actions.removeWires(selectedWires);
    },
    async toggleMute(keys) {
      const chosen = wires().filter(({ key }) => keys.includes(key));
      const isMuted = chosen.some((wire) => !wire.isMuted);
      const changed = chosen.filter((wire) => wire.isMuted !== isMuted);
      return changed.length === 0 ? false : edits.edit(changed.map(({ key }) => ({ kind: 'muteWire', key, isMuted })));
    },
    place: (positions) => edits.edit([{ kind: 'placeNodes', nodes: { ...positions } }]),
    async finishQuickAdd(quickAdd, other) {
      workspace.setState({ quickAdd: null });
      const own = { instance: quickAdd.instance, spec: quickAdd.spec };
      return actions.wire(quickAdd.side === 'out' ? { from: own, to: other } : { from: other, to: own });
    },
  };
  return actions;
}

function endText({ instance, spec }: WireView['from']): string {
  return `${instance}.${spec}`;
}

function withWireKey(
  { selection, selectedWires }: WorkspaceState,
  before: string,
  after: string,
): Pick<WorkspaceState, 'selection' | 'selectedWires'> {
  return {
    selection: selection.kind === 'wire' && selection.key === before ? { kind: 'wire', key: after } : selection,
    selectedWires: selectedWires.map((key) => (key === before ? after : key)),
  };
}

/** Last lines first: keys of repeated lines (`#2`) count from the top, so they stay right while lines below them go. */
function removalsOf(wires: readonly WireView[], keys: ReadonlySet<string>): Edit[] {
  return wires
    .filter(({ key }) => keys.has(key))
    .reverse()
    .map(({ key }) => ({ kind: 'removeWire', key }));
}
