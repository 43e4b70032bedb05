import { displayText } from '../escapedText.ts';
import type { ExportTarget } from './bundle.ts';

/** A name that is safe as a file and as a unit of systemd. */
export function unitName(title: string): string {
  const safe = title
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return safe === '' ? 'show' : safe;
}

/** A systemd unit that starts the show with the machine and again when it ends, however often that is. */
export function serviceUnit(title: string, startFile: string, target: ExportTarget): string {
  const command = target === 'midimonster' ? 'midimonster' : 'patchmonster run';
  const program = target === 'midimonster' ? 'MIDIMonster' : 'PatchMonster';
  return `[Unit]
Description=${displayText(title).replaceAll('%', '%%')} (${program})
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
WorkingDirectory=/opt/shows/${unitName(title)}
ExecStart=/usr/bin/env ${command} ${unitArgument(startFile)}
KillSignal=SIGINT
Restart=always
RestartSec=2

[Install]
WantedBy=multi-user.target
`;
}

export function readme(title: string, startFile: string, target: ExportTarget, hasGuard: boolean, report: readonly string[]): string {
  const unit = `${unitName(title)}.service`;
  const command = target === 'midimonster' ? 'midimonster' : 'patchmonster run';
  const notes = report.length === 0 ? ['Nothing that this program does differently was found.'] : report.map((line) => `- ${line}`);
  return `# ${displayText(title)}

Written by PatchMonster for ${target === 'midimonster' ? 'the MIDIMonster (v0.7)' : 'PatchMonster without a screen'}.

Start it in this folder:

    ${command} ${shellArgument(startFile)}

Start it with the machine (Linux):

    sudo mkdir -p /opt/shows && sudo cp -r . /opt/shows/${unitName(title)}
    sudo cp ${unit} /etc/systemd/system/
    sudo systemctl enable --now ${unit}

Messages are in \`journalctl -u ${unitName(title)}\`.
${hasGuard ? guardNotes : ''}
## To know

${notes.join('\n')}
`;
}

const guardNotes = `
An exception in a Python handler, interval, socket or cleanup function is printed there, and the show goes on: patchmonster_guard.py
sees to that. Your own modules are as you wrote them. Python 3.9 or later is needed. Where \`import math\` or \`import socket\` fails
with "undefined symbol", start with \`LD_PRELOAD\` set to the path of libpython.
Files that modules open while they run are not in this folder, unless you put them here.
`;

/** An argument of ExecStart: quoted, with the characters doubled that systemd would replace. */
function unitArgument(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /^[A-Za-z0-9._/-]+$/.test(text) ? text : `"${escaped}"`;
}

function shellArgument(text: string): string {
  return /^[A-Za-z0-9._/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
