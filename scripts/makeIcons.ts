/**
 * Makes the icons of every system from build-resources/icon.svg: node --import tsx scripts/makeIcons.ts
 * A browser draws the picture in each size; .ico and .icns are only lists of such PNG files.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { ensureChromium } from './findChromium.ts';

const folder = path.join(import.meta.dirname, '..', 'build-resources');
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];

/** Type codes of Apple's icon file for PNG pictures, by size in pixels. */
const icnsTypes: readonly (readonly [type: string, size: number])[] = [
  ['icp4', 16],
  ['icp5', 32],
  ['icp6', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
];

const pictures = await drawAll();
for (const [size, png] of pictures) {
  // The largest is for Apple's file only.
  if (size <= 512) writeFileSync(path.join(folder, 'icons', `${size}x${size}.png`), png);
}
writeFileSync(path.join(folder, 'icon.ico'), makeIco([16, 24, 32, 48, 64, 128, 256]));
writeFileSync(path.join(folder, 'icon.icns'), makeIcns());

async function drawAll(): Promise<ReadonlyMap<number, Buffer>> {
  const svg = readFileSync(path.join(folder, 'icon.svg'), 'utf8');
  const browser = await chromium.launch({ executablePath: ensureChromium(), chromiumSandbox: process.getuid?.() !== 0 });
  const drawn = new Map<number, Buffer>();
  for (const size of sizes) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>${svg}`);
    drawn.set(size, await page.screenshot({ omitBackground: true }));
    await page.close();
  }
  await browser.close();
  return drawn;
}

function picture(size: number): Buffer {
  const png = pictures.get(size);
  if (!png) throw new Error(`No picture of ${size} pixels was drawn`);
  return png;
}

/** Header (reserved, type 1 = icon, count), then 16 bytes per picture: width, height (0 = 256), -, -, planes, bits, bytes, offset. */
function makeIco(icoSizes: readonly number[]): Buffer {
  const header = Buffer.alloc(6 + 16 * icoSizes.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(icoSizes.length, 4);
  let offset = header.length;
  icoSizes.forEach((size, index) => {
    const at = 6 + 16 * index;
    const { length } = picture(size);
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += length;
  });
  return Buffer.concat([header, ...icoSizes.map(picture)]);
}

/** `icns`, whole length, then per picture its type, its length with these 8 bytes, the PNG. Big endian. */
function makeIcns(): Buffer {
  const chunks = icnsTypes.map(([type, size]) => chunk(type, picture(size)));
  return chunk('icns', Buffer.concat(chunks));
}

function chunk(type: string, content: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(8 + content.length, 4);
  return Buffer.concat([header, content]);
}
