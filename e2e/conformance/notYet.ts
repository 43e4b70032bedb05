/**
 * What can't pass yet and why. These lists only shrink: a case that is listed and passes fails the run, so that its line goes.
 * In an area that is listed, cases that expect a refusal would pass for the wrong reason (an unknown backend is refused, too):
 * they do not count.
 */
export const notYetAreas: Readonly<Record<string, string>> = {
  artnet: 'no Art-Net yet',
  sacn: 'no sACN yet',
  mqtt: 'no MQTT yet',
  visca: 'no VISCA yet',
  lua: 'no Lua yet',
  openpixelcontrol: 'no Open Pixel Control yet',
};

export const notYetCases: Readonly<Record<string, string>> = {};
