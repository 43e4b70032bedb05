import './MeterLayer.css';
import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useSession } from '../app/sessionContext.ts';
import type { GraphModel } from '../patch/graphModel.ts';
import { MeterCanvas } from './meterCanvas.ts';

/** The one canvas over the graph on which every meter is painted, from one animation loop, past React. */
export function MeterLayer({ graph }: { readonly graph: GraphModel }) {
  const session = useSession();
  const flow = useStoreApi();
  const canvasRef = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const painting = new MeterCanvas(canvas, context, graph, session, flow);
    return () => painting.dispose();
  }, [graph, session, flow]);

  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas takes no focus; its values stand as text in outline, table and inspector
  return <canvas ref={canvasRef} className="meter-layer" aria-hidden="true" />;
}
