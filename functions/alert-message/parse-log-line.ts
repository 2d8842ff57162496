import * as z from 'zod/mini';
import type { AlertReason } from '../../contracts/alerts';
import { parseJson } from '../shared/parse-json';

export interface LogLine {
  /** Id of the invocation or request, or name of the execution. */
  readonly id: string | undefined;
  /** Undefined if the line needs no action. */
  readonly reason: AlertReason | undefined;
  /** Trace id, shared with the log lines of other components. */
  readonly trace?: string | undefined;
}

const requestIdInText = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/;
const memory = /Memory Size: (?<size>\d+) MB\s+Max Memory Used: (?<used>\d+) MB/;

/** Log line of a function (see `functions/shared/log-context.ts`). */
const FunctionLine = z.object({ aws_request_id: z.string(), level: z.string(), trace_id: z.optional(z.string()) });

/** Workflow execution event (Step Functions developer guide, "Using CloudWatch Logs to log execution history"). */
const WorkflowLine = z.object({ execution_arn: z.string(), type: z.string() });

/** Entry in an API's access log, in the format that the stacks define. */
const AccessLine = z.object({ requestId: z.string(), status: z.string(), refused: z.string() });

/**
 * Parses a log line: a function's JSON, output of the Node.js runtime, a Lambda REPORT line, a workflow event, or an entry
 * in an API's access log.
 */
export function parseLogLine(line: string): LogLine {
  const structured = line.startsWith('{') ? fromJson(parseJson(line)) : undefined;
  if (structured) return structured;
  const id = line.match(requestIdInText)?.[0];
  return { id, reason: line.startsWith('REPORT ') ? reasonOfReport(line) : reasonOfText(line) };
}

function fromJson(json: unknown): LogLine | undefined {
  const functionLine = FunctionLine.safeParse(json).data;
  if (functionLine) {
    const { aws_request_id: id, level, trace_id: trace } = functionLine;
    return { id, reason: isError(level) ? 'error' : undefined, trace };
  }
  const workflowLine = WorkflowLine.safeParse(json).data;
  if (workflowLine) {
    return { id: workflowLine.execution_arn.split(':').at(-1), reason: reasonsOfWorkflow[workflowLine.type] };
  }
  const accessLine = AccessLine.safeParse(json).data;
  return accessLine && { id: accessLine.requestId, reason: reasonOfRequest(accessLine) };
}

const isError = (level: string) => level === 'ERROR' || level === 'CRITICAL';

const reasonsOfWorkflow: Readonly<Record<string, AlertReason>> = {
  ExecutionFailed: 'error',
  ExecutionTimedOut: 'timeout',
};

function reasonOfRequest({ status, refused }: z.infer<typeof AccessLine>): AlertReason | undefined {
  if (!status.startsWith('5')) return undefined;
  return refused === 'INTEGRATION_TIMEOUT' ? 'timeout' : 'error';
}

/**
 * Returns the reason for an alert from a REPORT line. `Status` and `Error Type` are present only after a failure. Source:
 * Lambda developer guide, "REPORT log".
 */
function reasonOfReport(line: string): AlertReason | undefined {
  if (/Status: timeout/.test(line)) return 'timeout';
  if (line.includes('Runtime.OutOfMemory')) return 'memory';
  const { size, used } = line.match(memory)?.groups ?? {};
  return size !== undefined && Number(used) >= Number(size) ? 'memory' : undefined;
}

function reasonOfText(line: string): AlertReason | undefined {
  return line.includes('ERROR') ? 'error' : undefined;
}
