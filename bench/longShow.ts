export const showHead = '[osc a]\n[osc b]\n[loopback lb]\n[python py]\n[map]\n';

/** 10,000 map lines, a quarter of them ranges, as in real shows: about 17,500 routes. */
export function longShow(): string {
  const lines = Array.from({ length: 10_000 }, (_, index) => {
    if (index % 4 === 0) return `a./r${index}/f{1..4} > lb.r${index}f{1..4}`;
    if (index % 4 === 1) return `lb.x${index} > b./q${index}`;
    return index % 4 === 2 ? `a./z${index} > py.in${index}` : `py.out${index} > b./out${index}`;
  });
  return `${showHead}${lines.join('\n')}\n`;
}

export function rangeShow(): string {
  return `${showHead}a./f{1..100000} > lb.f{1..100000}\n`;
}
