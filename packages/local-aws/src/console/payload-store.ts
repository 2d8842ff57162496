import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Place of a recorded payload on disk. */
export interface PayloadPlace {
  readonly segment: number;
  readonly offset: number;
  /** Recorded length in bytes; shorter than `bytes` if the payload was truncated. */
  readonly length: number;
  /** Original length in bytes. */
  readonly bytes: number;
}

/** Disk space that recorded payloads use. */
export interface PayloadUsage {
  readonly bytes: number;
  readonly limit: number;
  /** Number of payloads that were deleted to make room, or that could not be written. */
  readonly dropped: number;
  /** Reason why payloads are not recorded anymore; undefined while they are recorded. */
  readonly failure: string | undefined;
}

/** Recorded payloads in files, up to a limit. The oldest payloads are deleted first. */
export interface PayloadStore {
  /** Records a payload; text as UTF-8. Returns undefined if it cannot be written. */
  write(payload: Uint8Array | string): PayloadPlace | undefined;
  /** Returns a recorded payload; undefined if it was deleted. */
  read(place: PayloadPlace): Uint8Array | undefined;
  usage(): PayloadUsage;
  /** Deletes all payloads. */
  close(): void;
}

/** Payloads are deleted one file at a time, that is, in steps of a 25th of the limit. */
const segmentCount = 25;
const maxPayloadBytes = 512 * 1024;
/** Size of the buffer whose content has not been written yet. */
const bufferBytes = 256 * 1024;

/** Writes all bytes, because one call may write only some of them. */
function writeAll(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.byteLength; )
    done += writeSync(descriptor, bytes, done, bytes.byteLength - done, position + done);
}

/** Creates a store in a new folder, readable only by its owner. Payloads of an earlier run are deleted. */
export function createPayloadStore(directory: string, limit: number): PayloadStore {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const segmentBytes = Math.max(1, Math.floor(limit / segmentCount));
  const segments = new Map<number, { file: string; descriptor: number; size: number; count: number }>();
  const buffer = Buffer.allocUnsafe(bufferBytes);
  let [newest, buffered, dropped] = [0, 0, 0];
  let failure: string | undefined;

  const open = () => {
    newest += 1;
    const file = join(directory, `payloads-${newest}`);
    const segment = { file, descriptor: openSync(file, 'w+', 0o600), size: 0, count: 0 };
    segments.set(newest, segment);
    return segment;
  };

  const remove = (key: number) => {
    const segment = segments.get(key);
    if (segment === undefined) return;
    segments.delete(key);
    closeSync(segment.descriptor);
    rmSync(segment.file, { force: true });
    dropped += segment.count;
  };

  const usedBytes = () => [...segments.values()].reduce((sum, { size }) => sum + size, 0);

  /** Deletes the oldest files until a payload fits. A payload that exceeds the size of a file gets a separate file. */
  const makeRoom = (length: number) => {
    const excess = () => usedBytes() + Math.max(length, segmentBytes) > limit;
    for (const key of [...segments.keys()]) if (key !== newest && excess()) remove(key);
  };

  const flush = () => {
    const segment = segments.get(newest);
    if (segment === undefined || buffered === 0) return;
    writeAll(segment.descriptor, buffer.subarray(0, buffered), segment.size - buffered);
    buffered = 0;
  };

  const append = (payload: Uint8Array | string): PayloadPlace => {
    const bytes = typeof payload === 'string' ? Buffer.byteLength(payload) : payload.byteLength;
    const length = Math.min(bytes, maxPayloadBytes);
    let segment = segments.get(newest) ?? open();
    if (segment.size > 0 && segment.size + length > segmentBytes) {
      flush();
      segment = open();
      makeRoom(length);
    }
    const place = { segment: newest, offset: segment.size, length, bytes };
    if (buffered + length > bufferBytes) flush();
    segment.size += length;
    segment.count += 1;
    if (length > bufferBytes) {
      writeAll(segment.descriptor, Buffer.from(payload).subarray(0, length), place.offset);
      return place;
    }
    // text is encoded directly into the buffer, because a copy of each payload would have to be collected as garbage
    if (typeof payload === 'string') buffer.write(payload, buffered);
    else buffer.set(payload, buffered);
    buffered += length;
    return place;
  };

  return {
    write(payload) {
      if (failure !== undefined) {
        dropped += 1;
        return undefined;
      }
      try {
        return append(payload);
      } catch (error) {
        failure = error instanceof Error ? error.message : String(error);
        dropped += 1;
        return undefined;
      }
    },
    read({ segment: key, offset, length }) {
      const segment = segments.get(key);
      if (segment === undefined || offset + length > segment.size) return undefined;
      if (key === newest && failure === undefined) flush();
      const payload = Buffer.alloc(length);
      const read = readSync(segment.descriptor, payload, 0, length, offset);
      return read === length ? payload : undefined;
    },
    usage: () => ({
      bytes: usedBytes(),
      limit,
      dropped,
      failure,
    }),
    close() {
      for (const key of [...segments.keys()]) remove(key);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
