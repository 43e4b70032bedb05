/** Error numbers of the interpreter's C library (WASI's, not Linux's), by the names that both Node and Python use. */
export const errno = {
  E2BIG: 1,
  EACCES: 2,
  EADDRINUSE: 3,
  EADDRNOTAVAIL: 4,
  EAFNOSUPPORT: 5,
  EAGAIN: 6,
  EALREADY: 7,
  EBADF: 8,
  ECONNABORTED: 13,
  ECONNREFUSED: 14,
  ECONNRESET: 15,
  EDESTADDRREQ: 17,
  EHOSTUNREACH: 23,
  EINPROGRESS: 26,
  EINTR: 27,
  EINVAL: 28,
  EIO: 29,
  EISCONN: 30,
  EMFILE: 33,
  EMSGSIZE: 35,
  ENETDOWN: 38,
  ENETRESET: 39,
  ENETUNREACH: 40,
  ENFILE: 41,
  ENOBUFS: 42,
  ENODEV: 43,
  ENOENT: 44,
  ENOMEM: 48,
  ENOPROTOOPT: 50,
  ENOSYS: 52,
  ENOTCONN: 53,
  ENOTSOCK: 57,
  EPERM: 63,
  EPIPE: 64,
  EPROTO: 65,
  EPROTONOSUPPORT: 66,
  EPROTOTYPE: 67,
  ETIMEDOUT: 73,
  EOPNOTSUPP: 138,
  ENOTSUP: 138,
} as const;

const byName: ReadonlyMap<string, number> = new Map(Object.entries(errno));

/** The number for Node's `error.code`; EIO for what the C library has no name for. */
export function errnoOf(error: unknown): number {
  return byName.get(codeOf(error)) ?? errno.EIO;
}

/** Node's `error.code`, or an empty text. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Thrown inside the client and turned into a negative return value where a system call ends. */
export class SystemCallError extends Error {
  constructor(readonly errno: number) {
    super(`system call failed with error ${errno}`);
  }
}

/** `getaddrinfo` answers in numbers of its own. */
export const lookupError = { EAI_AGAIN: -3, EAI_FAIL: -4, EAI_FAMILY: -6, EAI_NONAME: -2, EAI_SERVICE: -8, EAI_SYSTEM: -11 } as const;

export function lookupErrorOf(code: string): number {
  switch (code) {
    case 'EAI_AGAIN':
    case 'ETIMEOUT':
      return lookupError.EAI_AGAIN;
    case 'EAI_FAIL':
      return lookupError.EAI_FAIL;
    default:
      return lookupError.EAI_NONAME;
  }
}
