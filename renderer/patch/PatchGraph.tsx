import '@xyflow/react/dist/base.css';
import './PatchGraph.css';
import {
  Background,
  BackgroundVariant,
  type Connection,
  type FinalConnectionState,
  MiniMap,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  useStoreApi,
} from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useSession, useShow, useWorkspace } from '../app/sessionContext.ts';
import { MeterLayer } from '../meters/MeterLayer.tsx';
import { protocolColour } from '../meters/palette.ts';
import { createFlowItems, type InstanceNodeItem, type MapWireItem } from './flowItems.ts';
import { GraphTools } from './GraphTools.tsx';
import { clickCanvas, dropTarget, openInstance, selectAfter, showClickedNode, takeFocus } from './graphGestures.ts';
import type { GraphModel } from './graphModel.ts';
import { parseHandleId } from './handleId.ts';
import { InstanceNode } from './InstanceNode.tsx';
import { MapWire } from './MapWire.tsx';
import { metricProperties } from './nodeMetrics.ts';
import { nearest, openingView, viewPadding } from './openingView.ts';
import { usePatchActions } from './patchActions.ts';
import { QuickAddList } from './QuickAddList.tsx';
import { useDrawnPart } from './useDrawnPart.ts';
import { useGraph } from './useGraph.ts';
import { useGraphKeys } from './useGraphKeys.ts';
import { type NodePlaces, usePositions } from './usePositions.ts';
import { useReveal } from './useReveal.ts';
import { travelMs } from './viewMotion.ts';
import { WireLayer } from './WireLayer.tsx';

const nodeTypes = { instance: InstanceNode };
const edgeTypes = { map: MapWire };
/** With more nodes only those in view are kept in the page. */
const manyNodes = 120;
/** A map helps from here on; below it only covers what it shows. */
const mappedNodes = 16;
const fit = {
  padding: {
    top: `${viewPadding.top}px`,
    right: `${viewPadding.right}px`,
    bottom: `${viewPadding.bottom}px`,
    left: `${viewPadding.left}px`,
  },
  maxZoom: nearest,
} as const;

/** The patch as a graph. What is drawn comes from the session's view; gestures become edits. */
export function PatchGraph() {
  const layout = useShow((state) => state.view?.layout);
  const graph = useGraph();
  if (!layout || !graph) return null;
  return (
    <ReactFlowProvider>
      <PlacedGraph graph={graph} layout={layout} />
    </ReactFlowProvider>
  );
}

function PlacedGraph({
  graph,
  layout,
}: {
  readonly graph: GraphModel;
  readonly layout: { readonly nodes: Readonly<Record<string, { x: number; y: number }>> };
}) {
  const places = usePositions(graph, layout);
  if (!places.positions) {
    return (
      <div className="graph-wait" role="status">
        Arranging {graph.nodes.length} instances…
      </div>
    );
  }
  return <Canvas graph={graph} places={places} positions={places.positions} isSaved={Object.keys(layout.nodes).length > 0} />;
}

/** Shows everything each time a key or the palette asks for it. */
function useFitWishes(fitAll: () => void): void {
  const { workspace } = useSession();
  useEffect(() => workspace.subscribe((state, before) => state.fitWishes !== before.fitWishes && fitAll()), [workspace, fitAll]);
}

/** Sizes and circles of nodes are given (`nodeMetrics`): the library's own measuring would forget circles that are not in the page. */
function useFixedSizes(): void {
  const store = useStoreApi();
  // Before the library's parts are there: they keep the function that they find first.
  useState(() => store.setState({ updateNodeInternals: () => undefined }));
}

function surfaceSize(surface: HTMLElement | null): { readonly width: number; readonly height: number } {
  return { width: surface?.clientWidth ?? 0, height: surface?.clientHeight ?? 0 };
}

function isInside({ left, right, top, bottom }: DOMRect, { clientX, clientY }: { clientX: number; clientY: number }): boolean {
  return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
}

interface CanvasProps {
  readonly graph: GraphModel;
  readonly places: NodePlaces;
  readonly positions: NonNullable<NodePlaces['positions']>;
  /** The show has a saved layout; otherwise the first drag saves where everything stands. */
  readonly isSaved: boolean;
}

/** From this zoom down, text in a node could not be read anyway: names grow instead, and the rest is left to the meters. */
const farZoom = 0.45;

function Canvas({ graph, places, positions, isSaved }: CanvasProps) {
  const session = useSession();
  const { workspace } = session;
  const patch = usePatchActions();
  const flow = useReactFlow<InstanceNodeItem, MapWireItem>();
  const surface = useRef<HTMLDivElement>(null);
  const items = useRef(createFlowItems()).current;
  useFixedSizes();
  const selectedInstances = useWorkspace((state) => state.selectedInstances);
  const selectedWires = useWorkspace((state) => state.selectedWires);
  const theme = useWorkspace((state) => state.theme);

  const drawn = useDrawnPart(graph, positions);
  const nodes = useMemo(() => {
    const tabStop = selectedInstances[0] ?? graph.nodes[0]?.name;
    return items.nodes(graph, { positions, drawn, selected: new Set(selectedInstances), tabStop });
  }, [items, graph, positions, drawn, selectedInstances]);
  const wires = useMemo(() => items.wires(graph, drawn, new Set(selectedWires)), [items, graph, drawn, selectedWires]);
  useReveal(flow, graph, positions);
  const isFar = useStore(({ transform }) => transform[2] < farZoom);
  const fitAll = useCallback(() => void flow.fitView({ ...fit, duration: travelMs(200) }), [flow]);
  useFitWishes(fitAll);
  const onKeyDown = useGraphKeys(graph, positions);

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
    [flow, workspace],
  );

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the whole graph are heard here, wherever in it the focus is
    <div
      ref={surface}
      className={isFar ? 'graph is-far' : 'graph'}
      tabIndex={-1}
      style={metricProperties()}
      onKeyDown={onKeyDown}
      onPointerDown={takeFocus}
      {...dropTarget(flow, workspace)}
    >
      <ReactFlow<InstanceNodeItem, MapWireItem>
        nodes={nodes}
        edges={wires}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        colorMode={theme}
        onNodesChange={onNodesChange}
        onEdgesChange={(changes) => {
          const selects = changes.filter((change) => change.type === 'select');
          if (selects.length > 0) selectAfter(workspace, 'selectedWires', selects);
        }}
        onNodeDragStop={(_event, _node, dragged) => savePlaces(dragged)}
        onConnect={(connection) => connect(connection)}
        onConnectEnd={openQuickAdd}
        onReconnect={(wire, connection) => connect(connection, wire.id)}
        onReconnectEnd={(_event, wire, _handle, state) => {
          if (!state.isValid && !state.toNode) void patch.removeWires([wire.id]);
        }}
        onNodeClick={(event, node) => showClickedNode(workspace, event.target, node.id)}
        onNodeDoubleClick={(_event, node) => openInstance(session, node.id)}
        onPaneClick={(event) => clickCanvas(event, flow, workspace, drawn.painted)}
        onInit={() =>
          void flow.setViewport(workspace.getState().canvasView ?? openingView(flow.getNodesBounds(nodes), surfaceSize(surface.current)))
        }
        onMoveEnd={(_event, canvasView) => workspace.setState({ canvasView })}
        minZoom={0.03}
        maxZoom={2.5}
        deleteKeyCode={null}
        disableKeyboardA11y
        edgesFocusable={false}
        selectNodesOnDrag={false}
        nodeDragThreshold={3}
        connectionRadius={26}
        onlyRenderVisibleElements={graph.nodes.length > manyNodes}
        zoomOnDoubleClick={false}
        aria-label="Patch graph"
      >
        <Background variant={BackgroundVariant.Dots} gap={22} size={1.4} />
        <WireLayer wires={drawn.painted} />
        <MeterLayer graph={graph} />
        {graph.nodes.length >= mappedNodes && (
          <MiniMap<InstanceNodeItem>
            pannable
            zoomable
            ariaLabel="Overview of the patch"
            nodeColor={({ data }) => protocolColour(data.model.backend)}
            nodeStrokeWidth={0}
          />
        )}
        <GraphTools
          onFit={fitAll}
          onArrange={async () => {
            const arranged = await places.layOutAgain();
            places.move(arranged);
            void patch.place(arranged);
            requestAnimationFrame(fitAll);
          }}
        />
      </ReactFlow>
      <QuickAddList />
    </div>
  );
}
