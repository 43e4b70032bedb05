import { type Connection, type FinalConnectionState, type NodeChange, type ReactFlowProps, useReactFlow } from '@xyflow/react';
import { type RefObject, useCallback } from 'react';
import { useSession } from '../app/sessionContext.ts';
import type { PlacedWire } from './drawnPart.ts';
import type { InstanceNodeItem, MapWireItem } from './flowItems.ts';
import { clickCanvas, openInstance, selectAfter, showClickedNode } from './graphGestures.ts';
import { parseHandleId } from './handleId.ts';
import type { Positions } from './layoutNodes.ts';
import { usePatchActions } from './patchActions.ts';
import type { NodePlaces } from './usePositions.ts';

interface GestureOptions {
  readonly surface: RefObject<HTMLElement | null>;
  readonly places: NodePlaces;
  readonly positions: Positions;
  /** The show has a saved layout; otherwise the first drag saves where everything stands. */
  readonly isSaved: boolean;
  /** Wires that are no elements of the page. */
  readonly painted: readonly PlacedWire[];
}

/** What hands do in the graph: nodes are moved, wires drawn and moved, both selected; each gesture becomes one edit. */
export function useGraphGestures(options: GestureOptions): ReactFlowProps<InstanceNodeItem, MapWireItem> {
  const { surface, places, positions, isSaved, painted } = options;
  const session = useSession();
  const { workspace } = session;
  const patch = usePatchActions();
  const flow = useReactFlow<InstanceNodeItem, MapWireItem>();

  const onNodesChange = useCallback(
    (changes: NodeChange<InstanceNodeItem>[]) => {
      const moved = changes.flatMap((change) =>
        change.type === 'position' && change.position ? [[change.id, change.position] as const] : [],
      );
      if (moved.length > 0) places.move(Object.fromEntries(moved));
      const selects = changes.filter((change) => change.type === 'select');
      if (selects.length > 0) selectAfter(workspace, 'selectedInstances', selects);
    },
    [places, workspace],
  );

  const savePlaces = useCallback(
    (dragged: readonly InstanceNodeItem[]) => {
      const at = (x: number, y: number) => ({ x: Math.round(x), y: Math.round(y) });
      const moved = Object.fromEntries(dragged.map(({ id, position }) => [id, at(position.x, position.y)]));
      const everything = Object.fromEntries(Object.entries(positions).map(([name, { x, y }]) => [name, at(x, y)]));
      places.move(moved);
      void patch.place(isSaved ? moved : { ...everything, ...moved });
    },
    [places, patch, positions, isSaved],
  );

  const connect = useCallback(
    (connection: Connection, replaces?: string) => {
      const from = parseHandleId(connection.sourceHandle);
      const to = parseHandleId(connection.targetHandle);
      if (from?.side !== 'out' || to?.side !== 'in') return;
      void patch.wire({
        from: { instance: connection.source, spec: from.spec },
        to: { instance: connection.target, spec: to.spec },
        ...(replaces === undefined ? {} : { replaces }),
      });
    },
    [patch],
  );

  const openQuickAdd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const start = parseHandleId(state.fromHandle?.id);
      const bounds = surface.current?.getBoundingClientRect();
      if (state.isValid || state.toNode || !start || !state.fromNode || !bounds || start.spec === null) return;
      const point = 'changedTouches' in event ? event.changedTouches[0] : event;
      // A wire that is let go outside of the graph is dropped for nothing.
      if (!point || !isInside(bounds, point)) return;
      const canvas = flow.screenToFlowPosition({ x: point.clientX, y: point.clientY });
      workspace.setState({
        quickAdd: {
          instance: state.fromNode.id,
          spec: start.spec,
          side: start.side,
          x: point.clientX - bounds.left,
          y: point.clientY - bounds.top,
          canvas,
        },
      });
    },
    [surface, flow, workspace],
  );

  return {
    onNodesChange,
    onEdgesChange: (changes) => {
      const selects = changes.filter((change) => change.type === 'select');
      if (selects.length > 0) selectAfter(workspace, 'selectedWires', selects);
    },
    onNodeDragStop: (_event, _node, dragged) => savePlaces(dragged),
    onConnect: (connection) => connect(connection),
    onConnectEnd: openQuickAdd,
    onReconnect: (wire, connection) => connect(connection, wire.id),
    onReconnectEnd: (_event, wire, _handle, state) => {
      if (!state.isValid && !state.toNode) void patch.removeWires([wire.id]);
    },
    onNodeClick: (event, node) => showClickedNode(workspace, event.target, node.id),
    onNodeDoubleClick: (_event, node) => openInstance(session, node.id),
    onPaneClick: (event) => clickCanvas(event, flow, workspace, painted),
  };
}

function isInside({ left, right, top, bottom }: DOMRect, { clientX, clientY }: { clientX: number; clientY: number }): boolean {
  return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
}
