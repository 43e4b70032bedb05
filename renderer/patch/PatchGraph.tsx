import '@xyflow/react/dist/base.css';
import './PatchGraph.css';
import { Background, BackgroundVariant, MiniMap, ReactFlow, ReactFlowProvider, useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useSession, useShow, useWorkspace } from '../app/sessionContext.ts';
import { MeterLayer } from '../meters/MeterLayer.tsx';
import { protocolColour } from '../meters/palette.ts';
import { createFlowItems, type InstanceNodeItem, type MapWireItem } from './flowItems.ts';
import { GraphTools } from './GraphTools.tsx';
import { dropTarget, takeFocus } from './graphGestures.ts';
import type { GraphModel } from './graphModel.ts';
import { InstanceNode } from './InstanceNode.tsx';
import { MapWire } from './MapWire.tsx';
import { metricProperties, textZoom } from './nodeMetrics.ts';
import { nearest, openingView, viewPadding } from './openingView.ts';
import { usePatchActions } from './patchActions.ts';
import { QuickAddList } from './QuickAddList.tsx';
import { useDrawnPart } from './useDrawnPart.ts';
import { useGraph } from './useGraph.ts';
import { useGraphGestures } from './useGraphGestures.ts';
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

interface CanvasProps {
  readonly graph: GraphModel;
  readonly places: NodePlaces;
  readonly positions: NonNullable<NodePlaces['positions']>;
  /** The show has a saved layout; otherwise the first drag saves where everything stands. */
  readonly isSaved: boolean;
}

function Canvas({ graph, places, positions, isSaved }: CanvasProps) {
  const { workspace } = useSession();
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
  const isFar = useStore(({ transform }) => transform[2] < textZoom);
  const fitAll = useCallback(() => void flow.fitView({ ...fit, duration: travelMs(200) }), [flow]);
  useFitWishes(fitAll);
  const onKeyDown = useGraphKeys(graph, positions);
  const gestures = useGraphGestures({ surface, places, positions, isSaved, painted: drawn.painted });

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
        {...gestures}
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
