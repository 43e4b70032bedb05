/** Marks a protocol that is dragged from the palette onto the canvas. */
export const paletteDragType = 'application/x-patchmonster-protocol';
