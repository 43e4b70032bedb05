import { type useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect } from 'react';
import { useWorkspace } from '../app/sessionContext.ts';
import type { InstanceNodeItem, MapWireItem } from './flowItems.ts';
import { panToShow } from './panToShow.ts';

/** Brings into view what the outline, the search or a problem pointed at. */
export function useReveal(flow: ReturnType<typeof useReactFlow<InstanceNodeItem, MapWireItem>>): void {
  const reveal = useWorkspace((state) => state.reveal);
  const store = useStoreApi();
  useEffect(() => {
    if (!reveal) return;
    const wire = 'wire' in reveal ? flow.getEdge(reveal.wire) : undefined;
    const ids = 'instance' in reveal ? [reveal.instance] : wire ? [wire.source, wire.target] : [];
    if (ids.length === 0 || !ids.every((id) => flow.getNode(id))) return;
    const { width, height } = store.getState();
    void flow.setViewport(panToShow(flow.getViewport(), { width, height }, flow.getNodesBounds(ids)), { duration: 200 });
  }, [reveal, flow, store]);
}
