import './ProblemsPanel.css';
import { rollbackOffered } from '../../core/contract/instanceState.ts';
import { useSession } from '../app/sessionContext.ts';
import { showInstance } from '../stores/showInGraph.ts';
import type { ListedProblem } from './listProblems.ts';
import { RollBackButton } from './RollBackButton.tsx';
import { useFix } from './useFix.ts';
import { useProblems } from './useProblems.ts';

const marks = { error: '▲', warning: '◆', info: '●' } as const;
const words = { error: 'Error', warning: 'Warning', info: 'Note' } as const;

/** Everything that is wrong, with its place and, where there is one, its fix. */
export function ProblemsPanel() {
  const listed = useProblems();
  if (listed.length === 0) return <p className="empty">✓ Nothing is wrong.</p>;
  return (
    <ul className="problem-list">
      {listed.map((problem) => (
        <Row key={problem.key} problem={problem} />
      ))}
    </ul>
  );
}

function Row({ problem }: { readonly problem: ListedProblem }) {
  const { files, workspace } = useSession();
  const applyFix = useFix();
  const { code, severity, message, instance, file, line, column } = problem;
  const fix = problem.problem?.fix;
  const go = () => {
    if (instance !== undefined) showInstance(workspace, instance);
    if (file !== undefined) void files.open(file, { line: line ?? 1, column: column ?? 1 });
  };
  return (
    <li className={`problem is-${severity}`}>
      <button type="button" className="problem-text" onClick={go}>
        <span className="problem-mark" role="img" aria-label={words[severity]}>
          {marks[severity]}
        </span>
        <span>
          {instance !== undefined && <b>{instance} </b>}
          {message}
        </span>
        {file !== undefined && (
          <span className="problem-place">
            {file}
            {line !== undefined && `:${line}`}
          </span>
        )}
      </button>
      {code === rollbackOffered && <RollBackButton />}
      {fix && (
        <button type="button" className="button" onClick={() => void applyFix(fix)}>
          {fix.title}
        </button>
      )}
    </li>
  );
}
