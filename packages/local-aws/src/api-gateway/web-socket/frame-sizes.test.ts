import { fc, test as law } from '@fast-check/jest';
import { frameSizes } from './frame-sizes';

const most = 32 * 1024;

/** Returns a WebSocket text frame (RFC 6455, 5.2). */
function frame(length: number, masked: boolean): Buffer {
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  header.writeUInt8(0x81, 0);
  header.writeUInt8((masked ? 0x80 : 0) + (length < 126 ? length : length < 65_536 ? 126 : 127), 1);
  if (header.byteLength === 4) header.writeUInt16BE(length, 2);
  if (header.byteLength === 10) header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, Buffer.alloc(masked ? 4 : 0, 0xff), Buffer.alloc(length, 0xfe)]);
}

const anyLength = fc.oneof(
  fc.constantFrom(0, 1, 125, 126, 127, 65_535, 65_536, most, most + 1),
  fc.integer({ min: 0, max: 70_000 }),
);

law.prop([
  fc.array(fc.record({ length: anyLength, mask: fc.boolean() }), { maxLength: 6 }),
  fc.infiniteStream(fc.integer({ min: 1, max: 9_000 })),
])('frameSizes detects an oversized frame at any position, however the data is split into chunks', (frames, cuts) => {
  const bytes = Buffer.concat(frames.map(({ length, mask }) => frame(length, mask)));
  const tooLong = frameSizes(most);
  let seen = false;
  for (let at = 0; at < bytes.byteLength; ) {
    const size = cuts.next().value;
    seen = tooLong(bytes.subarray(at, at + size)) || seen;
    at += size;
    if (seen) break;
  }
  expect(seen).toBe(frames.some(({ length }) => length > most));
});
