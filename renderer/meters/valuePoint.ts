import { curvePoint, type WireCurve } from '../patch/wirePath.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Half of the room that a value takes, in flow units. */
const reach = { x: 40, y: 12 };
/** Half of the room of the label in a wire's middle. */
const labelReach = { x: 48, y: 12 };
const label = 0.5;

/** Where a wire's value is written: on the wire, clear of nodes and of the wire's own label; below the label where there is no such place. */
export function valuePoint(curve: WireCurve, hasLabel: boolean, isUnderNode: (x: number, y: number) => boolean): Point {
  const middle = curvePoint(curve, label);
  const isClear = ({ x, y }: Point) =>
    !corners(x, y).some((corner) => isUnderNode(corner.x, corner.y)) &&
    !(hasLabel && Math.abs(x - middle.x) < reach.x + labelReach.x && Math.abs(y - middle.y) < reach.y + labelReach.y);
  const places = (curve.length === 1 ? oneWay : roundAbout).map((t) => curvePoint(curve, t));
  return places.find(isClear) ?? { x: middle.x, y: middle.y + (hasLabel ? reach.y + labelReach.y + 2 : 0) };
}

/** Near its source first, where a straight wire is known by its port; a wire that goes round a node is clear in its middle. */
const oneWay = [0.28, 0.4, 0.6, 0.72];
const roundAbout = [0.6, 0.5, 0.4, 0.7, 0.3];

function corners(x: number, y: number): readonly Point[] {
  return [-1, 1].flatMap((dx) => [-1, 1].map((dy) => ({ x: x + dx * reach.x, y: y + dy * reach.y })));
}
