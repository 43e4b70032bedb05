/**
 * Of `clientLink.ts`; grows when a client of before could not understand what is sent. Apart from the schemas, which a page
 * does not load: it reads what its own session sends.
 */
export const contractVersion = 2;
