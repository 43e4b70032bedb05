import './app/tokens.css';
import './app/app.css';
import { createRoot } from 'react-dom/client';
import { systemClock } from '../core/base/systemClock.ts';
import { App } from './app/App.tsx';
import { installProbe } from './app/probe.ts';
import { desktopHost } from './link/desktopHost.ts';
import { messagePortTransport } from './link/messagePortTransport.ts';
import { webSocketTransport } from './link/webSocketTransport.ts';
import { createFrameLoop } from './meters/frameLoop.ts';
import { createWindowSession } from './stores/windowSession.ts';

const host = desktopHost(window);
const session = createWindowSession({
  open: host ? messagePortTransport(window, host) : webSocketTransport(window.location.href),
  clock: systemClock,
  frames: createFrameLoop(window, reportError),
  storage: window.localStorage,
});
installProbe(window, session);

const root = document.getElementById('root');
if (!root) throw new Error('The page has no place for the window.');
createRoot(root).render(<App session={session} host={host} />);
session.link.connect();
