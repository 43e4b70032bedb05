import { describe, expect, test } from 'vitest';
import { curvePoint, wireCurve } from '../patch/wirePath.ts';
import { valuePoint } from './valuePoint.ts';

const end = (x: number, y: number) => ({ x, y, above: 20, below: 60 });
const nowhere = () => false;

describe('the value of a wire', () => {
  const long = wireCurve(end(0, 0), end(600, 100));

  test('stands on the wire near its source', () => expect(valuePoint(long, false, nowhere)).toEqual(curvePoint(long, 0.28)));

  test('keeps clear of a node', () => {
    const isUnderNode = (x: number) => x < 220;
    expect(valuePoint(long, false, isUnderNode).x).toBeGreaterThan(260);
  });

  test('keeps clear of the label in the middle', () => {
    const { x } = valuePoint(long, true, nowhere);
    expect(Math.abs(x - 300)).toBeGreaterThanOrEqual(88);
  });

  test('stands below the label of a wire that is too short for both', () => {
    const short = wireCurve(end(0, 0), end(100, 0));
    expect(valuePoint(short, true, nowhere)).toEqual({ x: 50, y: 26 });
  });
});
