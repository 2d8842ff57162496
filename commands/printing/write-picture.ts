import { writeFileSync } from 'node:fs';

/** Writes what `--svg` asks for. @throws Error that names the file */
export function writePicture(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Error(`--svg ${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
