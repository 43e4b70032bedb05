import type { DifferenceView } from '../../core/contract/clientLink.ts';

const maxJumps = 12;

/** What would change in what runs, in words; undefined while it is being computed. */
export function DifferenceList({ difference }: { readonly difference: DifferenceView | undefined }) {
  if (!difference) return <p className="dialog-text">Comparing…</p>;
  if (difference.lines.length === 0) return <p className="dialog-text">Nothing that runs.</p>;
  return (
    <ul className="dialog-list">
      {difference.lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
      {difference.jumps.slice(0, maxJumps).map(({ channel, from, to }) => (
        <li key={channel}>
          {channel} would jump from {from.toFixed(2)} to {to.toFixed(2)}
        </li>
      ))}
      {difference.jumps.length > maxJumps && <li>… and {difference.jumps.length - maxJumps} more would jump</li>}
    </ul>
  );
}
