import './MeterLayer.css';
import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useSession } from '../app/sessionContext.ts';
import type { GraphModel } from '../patch/graphModel.ts';
import { metrics } from '../patch/nodeMetrics.ts';
import { windowStaleness } from '../stores/staleness.ts';
import { headerTexts } from './headerTexts.ts';
import { paintMeters } from './meterPainter.ts';
import { planMeters } from './meterPlan.ts';
import { readPalette } from './palette.ts';
import { placeNodes } from './placeNodes.ts';
import type { Scene } from './scene.ts';

/**
 * The one canvas over the graph on which every meter is painted, from one animation loop, past React. A frame is painted only
 * when a value, the view, a node's place or the size changed, or while a lamp still fades.
 */
export function MeterLayer({ graph }: { readonly graph: GraphModel }) {
  const session = useSession();
  const flow = useStoreApi();
  const canvasRef = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const { bus, show, workspace, frames } = session;
    const motion = matchMedia('(prefers-reduced-motion: reduce)');
    let isAllStale = windowStaleness(show.getState()) !== undefined;
    let plan = planMeters(graph, bus, isAllStale);
    let namesVersion = bus.namesVersion;
    let busVersion = -1;
    let arePlacesDirty = true;
    let isDirty = true;
    let isSceneOld = false;
    let size = { width: 0, height: 0 };
    let scene: Scene = sceneOf();

    function sceneOf(): Scene {
      const { selectedWires, selectedInstances } = workspace.getState();
      const chosen = new Set(selectedInstances);
      const touched = graph.wires.filter(({ from, to }) => chosen.has(from.instance) || chosen.has(to.instance)).map(({ key }) => key);
      return {
        plan,
        placed: placedNow(),
        palette: readPalette(document.documentElement),
        headerTexts: headerTexts(show.getState()),
        labelledWires: new Set([...selectedWires, ...touched]),
        isStill: motion.matches,
      };
    }

    function placedNow() {
      const { nodeLookup } = flow.getState();
      return placeNodes(
        plan.nodes.map(({ id, height }) => {
          const node = nodeLookup.get(id);
          return node && { ...node.internals.positionAbsolute, width: metrics.nodeWidth, height, z: node.internals.z };
        }),
      );
    }

    let nodes = flow.getState().nodes;
    let transform = flow.getState().transform;
    const stops = [
      flow.subscribe((state) => {
        if (state.nodes !== nodes) arePlacesDirty = true;
        if (state.transform !== transform) isDirty = true;
        nodes = state.nodes;
        transform = state.transform;
      }),
      show.subscribe((state, before) => {
        const { rates, statuses, link, engine } = state;
        if (rates === before.rates && statuses === before.statuses && link === before.link && engine === before.engine) return;
        const isStale = windowStaleness(state) !== undefined;
        if (isStale !== isAllStale) {
          isAllStale = isStale;
          // Planned anew with the next frame.
          namesVersion = -1;
        }
        scene = { ...scene, headerTexts: headerTexts(state) };
        isDirty = true;
      }),
      workspace.subscribe((state, before) => {
        const { selectedWires, selectedInstances, theme } = state;
        const isSame = selectedWires === before.selectedWires && selectedInstances === before.selectedInstances && theme === before.theme;
        // Read again with the next frame: the page takes on a new theme's colours only after this.
        if (!isSame) isSceneOld = true;
      }),
    ];
    const observer = new ResizeObserver(([entry]) => {
      if (entry) size = { width: entry.contentRect.width, height: entry.contentRect.height };
      isDirty = true;
    });
    observer.observe(canvas);

    const painting = frames.add((nowMs) => {
      if (bus.namesVersion !== namesVersion) {
        namesVersion = bus.namesVersion;
        plan = planMeters(graph, bus, isAllStale);
        isSceneOld = true;
      }
      if (isSceneOld) {
        isSceneOld = false;
        scene = sceneOf();
        isDirty = true;
      }
      if (arePlacesDirty) {
        arePlacesDirty = false;
        scene = { ...scene, placed: placedNow() };
        isDirty = true;
      }
      if (!isDirty && bus.version === busVersion) return;
      busVersion = bus.version;
      const pixelRatio = window.devicePixelRatio;
      const [width, height] = [Math.round(size.width * pixelRatio), Math.round(size.height * pixelRatio)];
      if (width === 0 || height === 0) return;
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
      const [x, y, zoom] = transform;
      isDirty = paintMeters(context, scene, bus, { x, y, zoom, ...size, pixelRatio }, nowMs);
    });
    return () => {
      painting.dispose();
      observer.disconnect();
      for (const stop of stops) stop();
    };
  }, [graph, session, flow]);

  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas takes no focus; its values stand as text in outline, table and inspector
  return <canvas ref={canvasRef} className="meter-layer" aria-hidden="true" />;
}
