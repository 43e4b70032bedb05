import './Banners.css';
import { useEffect, useState } from 'react';
import { useExternalChangeAnswer } from '../dialogs/useExternalChangeAnswer.ts';
import type { LinkState } from '../link/sessionLink.ts';
import type { Commands } from './commands.ts';
import { useSession, useShow } from './sessionContext.ts';

/** Things that hold for the whole window until someone deals with them. */
export function Banners({ commands }: { readonly commands: Commands }) {
  const readOnlyReason = useShow((state) => state.view?.readOnlyReason);
  // In a browser there is no Save as: a copy of the show can be written all the same.
  const wayOut = commands.list.find(({ id }) => id === 'saveAs') ?? commands.list.find(({ id }) => id === 'export');
  const link = useShow((state) => state.link);
  const hasShow = useShow((state) => state.view !== undefined);
  const isOutdated = useShow((state) => state.isOutdated);
  const engine = useShow((state) => state.engine);
  return (
    <section className="banner-stack" aria-label="Notices">
      {isOutdated && (
        <div className="banner is-fail" role="alert">
          <strong>Another version</strong>
          <span className="grow">PatchMonster was updated. This page is of an older version: reload it.</span>
          <button type="button" className="button" onClick={() => window.location.reload()}>
            Reload
          </button>
        </div>
      )}
      {(link.phase === 'lost' || (link.phase === 'connecting' && hasShow)) && <LostBanner link={link} />}
      {link.phase === 'connected' && (engine.phase === 'restarting' || engine.phase === 'failed') && (
        <div className="banner is-fail" role="alert">
          <strong>{engine.phase === 'failed' ? 'Nothing runs' : 'Restarting'}</strong>
          <span className="grow">{engine.reason}</span>
        </div>
      )}
      {readOnlyReason !== undefined && (
        <div className="banner" role="status">
          <strong>◆ Can’t be saved here</strong>
          <span className="grow">{readOnlyReason}</span>
          {wayOut && (
            <button type="button" className="button" onClick={() => wayOut.run()}>
              {wayOut.id === 'saveAs' ? 'Save as…' : 'Export…'}
            </button>
          )}
        </div>
      )}
      {link.phase === 'connected' && <TrustBanner />}
      {link.phase === 'connected' && <RecoveryBanner />}
      {link.phase === 'connected' && <ExternalChangeBanners />}
    </section>
  );
}

function LostBanner({ link }: { readonly link: LinkState }) {
  const { link: sessionLink, clock } = useSession();
  const [, tick] = useState(0);
  useEffect(() => {
    const ticking = clock.every(500, () => tick((count) => count + 1));
    return () => ticking.dispose();
  }, [clock]);
  const seconds = link.phase === 'lost' ? Math.max(0, Math.ceil((link.retryAtMs - clock.nowMs()) / 1_000)) : 0;
  return (
    <div className="banner is-fail" role="alert">
      <strong>▲ Connection lost</strong>
      <span className="grow">
        {link.phase === 'lost' ? link.reason : 'Connecting…'} What you see is what it was; the show itself may be running.
        {link.phase === 'lost' && seconds > 0 && ` Trying again in ${seconds} s.`}
      </span>
      {link.phase === 'lost' && (
        <button type="button" className="button" onClick={() => sessionLink.connect()}>
          Try now
        </button>
      )}
    </div>
  );
}

function TrustBanner() {
  const { link, tell } = useSession();
  const trust = useShow((state) => state.trust);
  if (trust.isTrusted) return null;
  return (
    <div className="banner" role="alert">
      <strong>Python is off</strong>
      <span className="grow">
        This show brings Python code ({trust.modules.join(', ')}) that was not run here before. Its Python instances wait until you allow
        it; everything else runs.
      </span>
      <button
        type="button"
        className="button is-primary"
        onClick={async () => {
          const reply = await link.call<'trust'>({ method: 'trust' });
          if (!reply.ok) tell('error', reply.error);
        }}
      >
        Let it run
      </button>
    </div>
  );
}

function RecoveryBanner() {
  const { link, tell, files } = useSession();
  const offer = useShow((state) => state.recovery);
  if (!offer) return null;
  const answer = async (choice: 'restore' | 'discard') => {
    const reply = await link.call<'recover'>({ method: 'recover', choice });
    if (!reply.ok) return tell('error', reply.error);
    if (!reply.value.ok) return tell('error', reply.value.message);
    if (choice === 'restore') for (const { path, text } of offer.drafts) await files.openDraft(path, text);
  };
  const parts = [...offer.files, ...offer.drafts.map(({ path }) => path)].join(', ');
  return (
    <div className="banner" role="alert">
      <strong>Unsaved work</strong>
      <span className="grow" title={offer.lines.join('\n')}>
        The last session ended without saving ({parts}, {new Date(offer.wallMs).toLocaleTimeString()}). {offer.lines.slice(0, 2).join(' ')}
      </span>
      <button type="button" className="button is-primary" onClick={() => void answer('restore')}>
        Bring it back
      </button>
      <button type="button" className="button" onClick={() => void answer('discard')}>
        Throw it away
      </button>
    </div>
  );
}

function ExternalChangeBanners() {
  const { workspace } = useSession();
  const changes = useShow((state) => state.externalChanges);
  const answer = useExternalChangeAnswer();
  return changes.map(({ path, kind, message }) => (
    <div key={path} className="banner" role="alert">
      <strong>{path}</strong>
      <span className="grow">{message}</span>
      {kind === 'changed' && (
        <button type="button" className="button" onClick={() => workspace.setState({ dialog: { kind: 'externalChange', path } })}>
          Compare…
        </button>
      )}
      <button type="button" className="button" onClick={() => void answer(path, 'disk')}>
        Take the file
      </button>
      <button type="button" className="button" onClick={() => void answer(path, 'mine')}>
        Keep mine
      </button>
    </div>
  ));
}
