import { useStore } from '@xyflow/react';
import { useMemo } from 'react';
import { useWorkspace } from '../app/sessionContext.ts';
import { tiledPart } from './canvasPart.ts';
import { type CanvasPart, type DrawnPart, drawnPart, isLarge, wholeGraph } from './drawnPart.ts';
import type { GraphModel } from './graphModel.ts';
import type { Positions } from './layoutNodes.ts';

const anywhere: CanvasPart = { left: 0, top: 0, right: 0, bottom: 0 };

/** Which rows and wires of the graph are elements of the page now. */
export function useDrawnPart(graph: GraphModel, positions: Positions): DrawnPart {
  const selectedWires = useWorkspace((state) => state.selectedWires);
  const selectedInstances = useWorkspace((state) => state.selectedInstances);
  const isPart = useMemo(() => isLarge(graph), [graph]);
  const part = useStore((state) => (isPart ? tiledPart(state.transform, state.width, state.height) : anywhere), isSamePart);
  return useMemo(() => {
    if (!isPart) return wholeGraph(graph);
    return drawnPart(graph, positions, {
      part,
      selectedWires: new Set(selectedWires),
      selectedInstances: new Set(selectedInstances),
    });
  }, [graph, positions, isPart, part, selectedWires, selectedInstances]);
}

function isSamePart(a: CanvasPart, b: CanvasPart): boolean {
  return a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;
}
