import { readFileSync } from 'node:fs';
import { unreadableReason } from '@himeshima/cli';

/** Reads a text file in UTF-8, or in UTF-16 with a byte order mark. @throws Error with a one-line message that contains the file name */
export function readText(path: string): string {
  const bytes = bytesOf(path);
  if (bytes.subarray(0, 4).equals(zip))
    throw new Error(`${path} is a binary file (zip); if it is a plan, run terraform show -json ${path} > plan.json`);
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${path} is neither UTF-8 nor UTF-16 with a byte order mark`);
  }
}

/** First bytes of a zip, such as the output of `terraform plan -out`. */
const zip = Buffer.from('PK\x03\x04');

function bytesOf(path: string): Buffer {
  // an unset variable in a script is often the cause
  if (path.trim() === '') throw new Error(`invalid file name "${path}": expected the path of a file`);
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`${path} cannot be read: ${unreadableReason(error)}`);
  }
}

// PowerShell's `>` writes UTF-16
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
