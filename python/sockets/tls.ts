import type { Socket } from 'node:net';
import { type ConnectionOptions, connect, type DetailedPeerCertificate, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { TlsCertificate, TlsOutcome, TlsSettings } from '../../core/contract/socketLink.ts';

/** Makes the client's side of a TLS handshake over a connected socket; rejects with Node's error. */
export function startTls(plain: Socket, settings: TlsSettings): Promise<{ readonly socket: TLSSocket; readonly outcome: TlsOutcome }> {
  return new Promise((resolve, reject) => {
    const socket = connect(connectionOptions(plain, settings));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('The peer closed the connection during the TLS handshake.')));
    socket.once('secureConnect', () => {
      socket.removeAllListeners('error').removeAllListeners('close');
      resolve({ socket, outcome: outcomeOf(socket) });
    });
  });
}

function connectionOptions(plain: Socket, settings: TlsSettings): ConnectionOptions {
  return {
    socket: plain,
    rejectUnauthorized: settings.verify !== 'none',
    ...(settings.serverName === ''
      ? {}
      : { servername: isIpAddress(settings.serverName) ? '' : settings.serverName, host: settings.serverName }),
    ...(settings.verify === 'chainAndName' ? {} : { checkServerIdentity: () => undefined }),
    ...(settings.authorities.length > 0 ? { ca: [...settings.authorities] } : {}),
    ...(settings.certificate === '' ? {} : { cert: settings.certificate, key: settings.key }),
    ...(settings.keyPassword === '' ? {} : { passphrase: settings.keyPassword }),
    ...(settings.applicationProtocols.length > 0 ? { ALPNProtocols: [...settings.applicationProtocols] } : {}),
    ...(settings.minVersion === null ? {} : { minVersion: settings.minVersion }),
    ...(settings.maxVersion === null ? {} : { maxVersion: settings.maxVersion }),
  };
}

/** Server names may not be addresses (RFC 6066, section 3). */
function isIpAddress(name: string): boolean {
  return /^[\d.]+$/.test(name) || name.includes(':');
}

function outcomeOf(socket: TLSSocket): TlsOutcome {
  const cipher = socket.getCipher();
  return {
    version: socket.getProtocol() ?? '',
    cipher: [cipher.name, cipher.version, /256|CHACHA/.test(cipher.name) ? 256 : 128],
    applicationProtocol: typeof socket.alpnProtocol === 'string' ? socket.alpnProtocol : '',
    certificate: certificateOf(socket.getPeerCertificate()),
  };
}

function certificateOf(certificate: PeerCertificate | DetailedPeerCertificate): TlsCertificate | null {
  if (certificate.raw === undefined) return null;
  return {
    derBase64: certificate.raw.toString('base64'),
    subject: partsOf(certificate.subject),
    issuer: partsOf(certificate.issuer),
    serialNumber: certificate.serialNumber,
    notBefore: certificate.valid_from,
    notAfter: certificate.valid_to,
    alternativeNames: alternativeNamesOf(certificate.subjectaltname ?? ''),
  };
}

const longNames: Readonly<Record<string, string>> = {
  C: 'countryName',
  ST: 'stateOrProvinceName',
  L: 'localityName',
  O: 'organizationName',
  OU: 'organizationalUnitName',
  CN: 'commonName',
};

function partsOf(name: object): (readonly [string, string])[] {
  return Object.entries(name).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((part): readonly [string, string] => [longNames[key] ?? key, String(part)]),
  );
}

/** From Node's text: `DNS:example.org, IP Address:127.0.0.1`. */
function alternativeNamesOf(text: string): (readonly [string, string])[] {
  return text
    .split(', ')
    .filter((part) => part.includes(':'))
    .map((part) => [part.slice(0, part.indexOf(':')), part.slice(part.indexOf(':') + 1)]);
}
