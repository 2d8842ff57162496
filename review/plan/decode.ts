import { PlanError } from './plan-error';

/** Reads the bytes of a plan's JSON: UTF-8 or UTF-16, with or without a mark of its order. */
export function decode(bytes: Uint8Array): string {
  // a zip, which is what `terraform plan -out` writes
  if (bytes[0] === 0x50 && bytes[1] === 0x4b)
    throw new PlanError(
      'is a binary plan file',
      'terraform show -json FILE > plan.json makes the one that is read here',
    );
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  // PowerShell's `>` writes UTF-16, and some tools take its mark away: JSON begins with an ASCII character
  if (first !== 0 && second === 0) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0 && second !== 0) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}
