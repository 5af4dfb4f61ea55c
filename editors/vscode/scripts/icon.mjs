// Draws the icon of the extension, which is the same as the documentation's.
// Run "node scripts/icon.mjs" after a change, and commit media/icon.png.
import { writeFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";

const size = 256;
const samples = 4; // in each direction of a pixel, for smooth edges
const unit = size / 32; // the drawing is 32 units wide
const background = [0x0b, 0x5f, 0x58];
const foreground = [0xff, 0xff, 0xff];
const radius = 7;
const bars = [
  { x: 7, y: 18, width: 5, height: 7 },
  { x: 14, y: 13, width: 5, height: 12 },
  { x: 21, y: 7, width: 5, height: 18 },
];

function inSquare(x, y) {
  const dx = Math.max(radius - x, x - (32 - radius), 0);
  const dy = Math.max(radius - y, y - (32 - radius), 0);
  return dx * dx + dy * dy <= radius * radius;
}

function inBar(x, y) {
  return bars.some((b) => x >= b.x && x < b.x + b.width && y >= b.y && y < b.y + b.height);
}

// pixel returns red, green, blue, and alpha.
function pixel(column, row) {
  const sum = [0, 0, 0];
  let covered = 0;
  for (let i = 0; i < samples * samples; i++) {
    const x = (column + ((i % samples) + 0.5) / samples) / unit;
    const y = (row + (Math.floor(i / samples) + 0.5) / samples) / unit;
    if (!inSquare(x, y)) {
      continue;
    }
    const color = inBar(x, y) ? foreground : background;
    color.forEach((value, channel) => (sum[channel] += value));
    covered++;
  }
  const color = covered === 0 ? background : sum.map((value) => Math.round(value / covered));
  return [...color, Math.round((covered * 255) / (samples * samples))];
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

function png() {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6], 8); // eight bits for each of red, green, blue, and alpha
  const rows = [];
  for (let row = 0; row < size; row++) {
    rows.push(0); // no filter
    for (let column = 0; column < size; column++) {
      rows.push(...pixel(column, row));
    }
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.from(rows), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

writeFileSync(new URL("../media/icon.png", import.meta.url), png());
