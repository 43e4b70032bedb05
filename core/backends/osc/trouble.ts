import type { HostPort } from '../../base/hostPort.ts';

/** What a network error means to the person at the desk. `local` is the address to listen on, when opening it failed. */
export function sentenceOf(error: unknown, local: HostPort | undefined): string {
  const code = codeOf(error);
  const place = local ? `${local.host} port ${local.port}` : 'the port';
  switch (code) {
    case 'EADDRINUSE':
      return `Another program or instance already listens on ${place}. Trying again until it is free.`;
    case 'EADDRNOTAVAIL':
      return `This computer has no network interface with the address of ${place} now. Trying again until it has.`;
    case 'EACCES':
    case 'EPERM':
      return `The system does not allow ${local ? place : 'sending there'}. Ports below 1024 need special rights.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name "${hostOf(error)}" is not known on this network. Trying again until it is.`;
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'ENETDOWN':
      return 'The destination can’t be reached: is the network up? Values are sent again when it is.';
    case 'EMSGSIZE':
      return 'A message is too long for one packet.';
    default:
      return `The network refused: ${error instanceof Error ? error.message : String(error)}.`;
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function hostOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'hostname' in error ? String(error.hostname) : '';
}
