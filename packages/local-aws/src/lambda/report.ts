/** A function's log format, from its `logging_config` block. */
export interface LogFormat {
  readonly format: 'Text' | 'JSON';
  /** Minimum level of the function's own log lines in JSON format. */
  readonly applicationLevel: string;
  /** Minimum level of Lambda's own log lines in JSON format. */
  readonly systemLevel: 'DEBUG' | 'INFO' | 'WARN';
}

export interface Report {
  requestId: string;
  milliseconds: number;
  memoryMegabytes: number;
  usedMegabytes: number;
  /** Duration of the initialization; set only after a cold start. */
  initMilliseconds: number | undefined;
  status: 'success' | 'error' | 'timeout';
  errorType?: string;
}

/** Log lines that Lambda itself writes. */
interface SystemLog {
  start(requestId: string, time: Date): readonly string[];
  end(report: Report, time: Date): readonly string[];
}

const billed = ({ milliseconds, initMilliseconds = 0 }: Report) => Math.ceil(milliseconds + initMilliseconds);

/** System log in text format. Source: developer guide, "nodejs-logging". */
export const textLog: SystemLog = {
  start: (requestId) => [`START RequestId: ${requestId} Version: $LATEST\n`],
  end(report) {
    const { requestId, initMilliseconds } = report;
    const init = initMilliseconds === undefined ? '' : `Init Duration: ${initMilliseconds.toFixed(2)} ms\t`;
    const status = report.status === 'success' ? '' : `Status: ${report.status}\t`;
    const errorType = report.errorType === undefined ? '' : `Error Type: ${report.errorType}`;
    return [
      `END RequestId: ${requestId}\n`,
      `REPORT RequestId: ${requestId}\tDuration: ${report.milliseconds.toFixed(2)} ms\tBilled Duration: ${billed(report)} ms\t` +
        `Memory Size: ${report.memoryMegabytes} MB\tMax Memory Used: ${report.usedMegabytes} MB\t${init}${status}${errorType}\n`,
    ];
  },
};

const event = (type: string, record: object, time: Date): string =>
  `${JSON.stringify({ time: time.toISOString(), type, record })}\n`;

const rounded = (milliseconds: number) => Number(milliseconds.toFixed(3));

/**
 * Returns the system log in JSON format. Source: developer guide,
 * "monitoring-cloudwatchlogs-logformat" and "telemetry-schema-reference".
 */
export const jsonLog = (level: LogFormat['systemLevel']): SystemLog => ({
  start: (requestId, time) =>
    level === 'WARN' ? [] : [event('platform.start', { requestId, version: '$LATEST' }, time)],
  end(report, time) {
    const { requestId, status, errorType, initMilliseconds } = report;
    if (level === 'WARN' && status === 'success') return [];
    const metrics = {
      durationMs: rounded(report.milliseconds),
      billedDurationMs: billed(report),
      memorySizeMB: report.memoryMegabytes,
      maxMemoryUsedMB: report.usedMegabytes,
      ...(initMilliseconds !== undefined && { initDurationMs: rounded(initMilliseconds) }),
    };
    return [event('platform.report', { requestId, metrics, status, errorType }, time)];
  },
});

export const systemLogOf = ({ format, systemLevel }: LogFormat): SystemLog =>
  format === 'JSON' ? jsonLog(systemLevel) : textLog;
