import type { ReactFlowInstance } from '@xyflow/react';
import type { WindowSession } from '../stores/windowSession.ts';
import type { WorkspaceStore } from '../stores/workspaceStore.ts';
import type { PlacedWire } from './drawnPart.ts';
import { modulesOf } from './modulesOf.ts';
import { paletteDragType } from './paletteDrag.ts';
import { wireAt } from './wireAt.ts';

/** Pixels beside a painted wire at which a click still means it. */
const wireReachPx = 9;

/** A click on a wire or on empty canvas brings the keyboard here; a click on something that takes the focus itself does not. */
export function takeFocus({ target, currentTarget }: React.PointerEvent<HTMLElement>): void {
  if (target instanceof Element && target.closest('input, button, .react-flow__node') === null)
    currentTarget.focus({ preventScroll: true });
}

/** Nodes and wires are selected by the graph library; the inspector follows the last one chosen. */
export function selectAfter(
  workspace: WorkspaceStore,
  list: 'selectedInstances' | 'selectedWires',
  changes: readonly { readonly id: string; readonly selected: boolean }[],
): void {
  workspace.setState((state) => {
    const selected = new Set(state[list]);
    for (const { id, selected: isSelected } of changes) {
      if (isSelected) selected.add(id);
      else selected.delete(id);
    }
    const chosen = changes.filter((change) => change.selected).at(-1)?.id ?? [...selected].at(-1);
    const isPortOfIt = list === 'selectedInstances' && state.selection.kind === 'port' && state.selection.instance === chosen;
    if (chosen === undefined || isPortOfIt) return { [list]: [...selected] };
    return {
      [list]: [...selected],
      selection: list === 'selectedInstances' ? { kind: 'instance', name: chosen } : { kind: 'wire', key: chosen },
    };
  });
}

export function openInstance(session: WindowSession, name: string): void {
  const view = session.show.getState().view;
  const module = view && modulesOf(view, name)[0];
  if (module !== undefined) void session.files.open(module);
}

/** A node that is selected already, by one of its channels, changes no selection when it is clicked. */
export function showClickedNode(workspace: WorkspaceStore, target: EventTarget, name: string): void {
  if (target instanceof Element && target.closest('.port') === null) workspace.setState({ selection: { kind: 'instance', name } });
}

/** Chooses the wire there that is only painted, or nothing; the second click of a double one on empty canvas asks for an instance. */
export function clickCanvas(
  event: React.MouseEvent,
  flow: Pick<ReactFlowInstance, 'screenToFlowPosition' | 'getZoom'>,
  workspace: WorkspaceStore,
  painted: readonly PlacedWire[],
): void {
  const canvas = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
  const key = wireAt(painted, canvas, wireReachPx / flow.getZoom())?.model.key;
  if (event.detail === 2 && key === undefined) workspace.setState({ dialog: { kind: 'finder', mode: 'add', canvas } });
  workspace.setState({
    quickAdd: null,
    pendingWire: null,
    selection: key === undefined ? { kind: 'none' } : { kind: 'wire', key },
    selectedInstances: [],
    selectedWires: key === undefined ? [] : [key],
  });
}

/** A protocol dragged from the palette becomes an instance where it is dropped. */
export function dropTarget(flow: Pick<ReactFlowInstance, 'screenToFlowPosition'>, workspace: WorkspaceStore) {
  return {
    onDragOver(event: React.DragEvent) {
      if (event.dataTransfer.types.includes(paletteDragType)) event.preventDefault();
    },
    onDrop(event: React.DragEvent) {
      const backend = event.dataTransfer.getData(paletteDragType);
      if (backend === '') return;
      event.preventDefault();
      workspace.setState({
        dialog: { kind: 'addInstance', backend, canvas: flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }) },
      });
    },
  };
}
