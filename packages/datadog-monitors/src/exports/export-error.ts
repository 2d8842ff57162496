/** Exported data that cannot be used. `line` counts from 1; undefined where the whole is meant. */
export class ExportError extends Error {
  constructor(
    message: string,
    readonly line: number | undefined,
  ) {
    // what was exported may hold line breaks, and the message is one line
    super(message.replace(/[\r\n]+/g, ' '));
    this.name = 'ExportError';
  }
}
