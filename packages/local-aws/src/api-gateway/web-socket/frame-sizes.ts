/**
 * State of the frame parser. A frame consists of two bytes, an optional extended length, the masking key and the
 * payload (RFC 6455, 5.2).
 */
interface FrameState {
  readonly part: 'first' | 'second' | 'length' | 'rest';
  readonly masked: boolean;
  readonly length: number;
  /** Number of bytes left in the current part of the frame. */
  readonly left: number;
}

const nothing: FrameState = { part: 'first', masked: false, length: 0, left: 0 };

/**
 * Measures the frames that a client sends, because `ws` limits only whole messages.
 * @returns a function that returns true as soon as a frame is longer than `most` bytes
 */
export function frameSizes(most: number): (chunk: Uint8Array) => boolean {
  let reading = nothing;

  return (chunk) => {
    for (let at = 0; at < chunk.byteLength; ) {
      if (reading.part === 'rest') {
        const skipped = Math.min(reading.left, chunk.byteLength - at);
        reading = { ...reading, left: reading.left - skipped };
        at += skipped;
      } else {
        reading = withByte(reading, chunk[at] ?? 0);
        at += 1;
        if (reading.part === 'rest' && reading.length > most) return true;
      }
      if (reading.part === 'rest' && reading.left === 0) reading = nothing;
    }
    return false;
  };
}

function withByte(reading: FrameState, byte: number): FrameState {
  if (reading.part === 'first') return { ...reading, part: 'second' };
  if (reading.part === 'second') {
    const [masked, length] = [byte >= 128, byte % 128];
    if (length < 126) return withRest({ ...reading, masked, length });
    return { part: 'length', masked, length: 0, left: length === 126 ? 2 : 8 };
  }
  const length = reading.length * 256 + byte;
  const left = reading.left - 1;
  return left === 0 ? withRest({ ...reading, length }) : { ...reading, length, left };
}

const withRest = ({ masked, length }: FrameState): FrameState => ({
  part: 'rest',
  masked,
  length,
  left: length + (masked ? 4 : 0),
});
