/** Exported data that cannot be used. `line` counts from 1; undefined where the whole is meant. */
export class ExportError extends Error {
  constructor(
    message: string,
    readonly line: number | undefined,
  ) {
    super(message);
    this.name = 'ExportError';
  }
}
