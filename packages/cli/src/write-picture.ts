import { replaceFile } from './replace-file';

/** Writes what `--svg` asks for. @throws Error that names the file */
export function writePicture(file: string, text: string): void {
  try {
    replaceFile(file, text);
  } catch (error) {
    throw new Error(`--svg ${error instanceof Error ? error.message : String(error)}`);
  }
}
