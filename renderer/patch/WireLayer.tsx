import './WireLayer.css';
import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useSession, useWorkspace } from '../app/sessionContext.ts';
import { readPalette } from '../meters/palette.ts';
import type { PlacedWire } from './drawnPart.ts';
import { wireStrokes } from './wireStrokes.ts';

/** Wires of a large graph that are no elements of the page: painted on one canvas below the nodes, when the view or the wires change. */
export function WireLayer({ wires }: { readonly wires: readonly PlacedWire[] }) {
  const { frames } = useSession();
  const theme = useWorkspace((state) => state.theme);
  const flow = useStoreApi();
  const canvasRef = useRef<HTMLCanvasElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const strokes = wireStrokes(wires, readPalette(document.documentElement));
    let isDirty = true;
    const stop = flow.subscribe((state, before) => {
      if (state.transform !== before.transform || state.width !== before.width || state.height !== before.height) isDirty = true;
    });
    const painting = frames.add(() => {
      if (!isDirty) return;
      isDirty = false;
      const { transform, width, height } = flow.getState();
      const [x, y, zoom] = transform;
      const pixelRatio = window.devicePixelRatio;
      Object.assign(canvas, { width: Math.round(width * pixelRatio), height: Math.round(height * pixelRatio) });
      context.setTransform(zoom * pixelRatio, 0, 0, zoom * pixelRatio, x * pixelRatio, y * pixelRatio);
      context.lineCap = 'round';
      for (const { path, colour, width: lineWidth, alpha, dash } of strokes) {
        context.strokeStyle = colour;
        context.lineWidth = lineWidth;
        context.globalAlpha = alpha;
        context.setLineDash([...dash]);
        context.stroke(path);
      }
    });
    return () => {
      stop();
      painting.dispose();
    };
  }, [wires, theme, frames, flow]);

  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas takes no focus; every wire stands as text in the table
  return <canvas ref={canvasRef} className="wire-layer" aria-hidden="true" />;
}
