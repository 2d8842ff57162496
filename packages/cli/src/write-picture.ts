import { replaceFile } from './replace-file';

/** Writes the file given by `--svg`. @throws Error with the path of the file */
export function writePicture(file: string, text: string): void {
  try {
    replaceFile(file, text);
  } catch (error) {
    throw new Error(`--svg ${error instanceof Error ? error.message : String(error)}`);
  }
}
