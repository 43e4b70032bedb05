import './Toasts.css';
import { dismissToast } from '../stores/toasts.ts';
import { useSession, useWorkspace } from './sessionContext.ts';

export function Toasts() {
  const { workspace } = useSession();
  const toasts = useWorkspace((state) => state.toasts);
  return (
    <section className="toasts" aria-label="Messages" aria-live="polite">
      {toasts.map(({ id, tone, text }) => (
        <div key={id} className={`toast is-${tone}`} role={tone === 'error' ? 'alert' : 'status'}>
          <span>{text}</span>
          <button type="button" className="button is-plain" aria-label="Dismiss" onClick={() => dismissToast(workspace, id)}>
            ✕
          </button>
        </div>
      ))}
    </section>
  );
}
