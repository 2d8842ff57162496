/** The lines that Lambda's service, not the function, writes to the log group. Developer guide, "nodejs-logging". */
export const startLine = (requestId: string) => `START RequestId: ${requestId} Version: $LATEST\n`;
export const endLine = (requestId: string) => `END RequestId: ${requestId}\n`;

export interface Report {
  requestId: string;
  milliseconds: number;
  memoryMegabytes: number;
  usedMegabytes: number;
  /** Only a cold start has one. */
  initMilliseconds: number | undefined;
  status: 'success' | 'error' | 'timeout';
  errorType?: string;
}

export function reportLine(report: Report): string {
  const init = report.initMilliseconds === undefined ? '' : `Init Duration: ${report.initMilliseconds.toFixed(2)} ms\t`;
  const status = report.status === 'success' ? '' : `Status: ${report.status}\t`;
  const errorType = report.errorType === undefined ? '' : `Error Type: ${report.errorType}`;
  const billed = Math.ceil(report.milliseconds + (report.initMilliseconds ?? 0));
  return (
    `REPORT RequestId: ${report.requestId}\tDuration: ${report.milliseconds.toFixed(2)} ms\tBilled Duration: ${billed} ms\t` +
    `Memory Size: ${report.memoryMegabytes} MB\tMax Memory Used: ${report.usedMegabytes} MB\t${init}${status}${errorType}\n`
  );
}
