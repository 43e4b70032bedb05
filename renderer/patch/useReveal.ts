import { type useReactFlow, useStoreApi } from '@xyflow/react';
import { useLayoutEffect } from 'react';
import { useWorkspace } from '../app/sessionContext.ts';
import type { InstanceNodeItem, MapWireItem } from './flowItems.ts';
import type { GraphModel } from './graphModel.ts';
import type { Positions } from './layoutNodes.ts';
import { panToShow } from './panToShow.ts';
import { revealBox } from './revealBox.ts';
import { travelMs } from './viewMotion.ts';

/** Brings into view what the outline, the search or a problem pointed at. */
export function useReveal(
  flow: ReturnType<typeof useReactFlow<InstanceNodeItem, MapWireItem>>,
  graph: GraphModel,
  positions: Positions,
): void {
  const reveal = useWorkspace((state) => state.reveal);
  const store = useStoreApi();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per wish; a graph that changes later moves no view
  useLayoutEffect(() => {
    const box = reveal && revealBox(reveal, graph, positions);
    if (!box) return;
    const { width, height } = store.getState();
    void flow.setViewport(panToShow(flow.getViewport(), { width, height }, box), { duration: travelMs(200) });
  }, [reveal, flow, store]);
}
