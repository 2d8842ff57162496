/** Error in exported data. `line` counts from 1, and is undefined if the error affects the entire export. */
export class ExportError extends Error {
  constructor(
    message: string,
    readonly line: number | undefined,
  ) {
    // the exported text may contain line breaks, but the message must fit on one line
    super(message.replace(/[\r\n]+/g, ' '));
    this.name = 'ExportError';
  }
}
