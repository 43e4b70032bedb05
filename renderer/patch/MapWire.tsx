import './MapWire.css';
import type { EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { protocolColour } from '../meters/palette.ts';
import type { MapWireItem } from './flowItems.ts';
import { curvePath, curvePoint, wireCurve } from './wirePath.ts';

/** One map line. A range is one thick wire with its count; muted is dashed and says so; broken says so too; idle is thin. */
export const MapWire = memo(function MapWire({ id, data, selected, sourceX, sourceY, targetX, targetY }: EdgeProps<MapWireItem>) {
  if (!data) return null;
  const { model } = data;
  const curve = wireCurve({ x: sourceX, y: sourceY, ...data.fromReach }, { x: targetX, y: targetY, ...data.toReach });
  const path = curvePath(curve);
  const middle = curvePoint(curve, 0.5);
  const label = wireLabel(model);
  const state = model.isMuted ? 'is-muted' : model.isBroken ? 'is-broken' : model.isIdle ? 'is-idle' : '';
  return (
    <g
      className={`wire ${state} ${model.count > 1 ? 'is-bundle' : ''} ${selected ? 'is-selected' : ''}`}
      style={{ '--c': protocolColour(model.backend) }}
      data-testid={`wire-${id}`}
    >
      <path d={path} className="wire-hit" />
      <path id={`wire-${id}`} d={path} className="react-flow__edge-path wire-line" />
      {model.isTwoWay && <path d={`M${sourceX + 9} ${sourceY - 5} l-8 5 l8 5`} className="wire-arrow" />}
      {label !== '' && (
        <g className="wire-label" transform={`translate(${middle.x} ${middle.y})`}>
          <rect x={-labelWidth(label) / 2} y={-11} width={labelWidth(label)} height={22} rx={11} />
          <text y={4.5} textAnchor="middle">
            {label}
          </text>
        </g>
      )}
    </g>
  );
});

function wireLabel({
  count,
  isMuted,
  isBroken,
  isTwoWay,
}: {
  count: number;
  isMuted: boolean;
  isBroken: boolean;
  isTwoWay: boolean;
}): string {
  const parts = [
    ...(isBroken ? ['no route'] : []),
    ...(count > 1 ? [`× ${count}`] : []),
    ...(isTwoWay ? ['⇄'] : []),
    ...(isMuted ? ['muted'] : []),
  ];
  return parts.join(' · ');
}

function labelWidth(label: string): number {
  return label.length * 7.8 + 20;
}
