import './routeTables.css';
import { useShow } from '../app/sessionContext.ts';

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
            <th scope="col" title="mean time in ms">
              mean
            </th>
            <th scope="col" title="99 of 100 calls take at most this many ms">
              p99
            </th>
            <th scope="col">errors</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ name, kind, calls, meanMs, p99Ms, errors }) => (
            <tr key={`${kind} ${name}`} className={errors > 0 ? 'is-alert' : ''}>
              <th scope="row" title={`${kind} ${name}`}>
                {name}
              </th>
              <td>{calls.toLocaleString()}</td>
              <td>{meanMs.toFixed(2)}</td>
              <td>{p99Ms.toFixed(2)}</td>
              <td>{errors}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
