import './routeTables.css';
import type { CallProfile } from '../../core/contract/engineLink.ts';
import { useShow } from '../app/sessionContext.ts';
import { durationText } from './durationText.ts';

const shownRows = 12;

/** Where the time of a Python instance goes, the hungriest first. */
export function CallProfileTable({ instance }: { readonly instance: string }) {
  const rows = useShow((state) => state.profiles.get(instance));
  if (!rows || rows.length === 0) return null;
  const sorted = [...rows].sort((a, b) => b.share - a.share || b.calls - a.calls).slice(0, shownRows);
  return (
    <>
      <h3 className="heading">Calls into Python</h3>
      <table className="profile">
        <thead>
          <tr>
            <th scope="col">function</th>
            <th scope="col">calls</th>
            <th scope="col" title="mean time of a call">
              mean
            </th>
            <th scope="col" title="99 of 100 calls take no longer">
              p99
            </th>
            <th scope="col">errors</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={`${row.kind} ${row.name}`} className={row.errors > 0 ? 'is-alert' : ''} title={detailsOf(row)}>
              <th scope="row">{row.name}</th>
              <td>{row.calls.toLocaleString()}</td>
              <td>{durationText(row.meanMs)}</td>
              <td>{durationText(row.p99Ms)}</td>
              <td>{row.errors}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function detailsOf({ kind, name, p50Ms, maxMs, share }: CallProfile): string {
  const part = share < 0.01 ? 'under 1 %' : `${Math.round(share * 100)} %`;
  return `${kind} ${name}: half of its calls take up to ${durationText(p50Ms)}, the longest took ${durationText(maxMs)}; ${part} of the instance's time`;
}
