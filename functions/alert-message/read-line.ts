import * as z from 'zod/mini';
import type { AlertReason } from '../../contracts/alerts';

export interface Line {
  /** Of the invocation, the execution or the request that it belongs to. */
  readonly id: string | undefined;
  /** Undefined where the line gives a person nothing to do. */
  readonly reason: AlertReason | undefined;
  /** By which the same thing is found in the lines of others. */
  readonly trace?: string | undefined;
}

const requestIdInText = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/;
const memory = /Memory Size: (?<size>\d+) MB\s+Max Memory Used: (?<used>\d+) MB/;

/** A line of ours, see functions/shared/log-context. */
const FunctionLine = z.object({ aws_request_id: z.string(), level: z.string(), trace_id: z.optional(z.string()) });

/** An event of an execution (Step Functions developer guide, "Using CloudWatch Logs to log execution history"). */
const WorkflowLine = z.object({ execution_arn: z.string(), type: z.string() });

/** A line of an API's access log, as the stacks format it. */
const AccessLine = z.object({ requestId: z.string(), status: z.string(), refused: z.string() });

/**
 * Whose line it is, and what it tells: one of our JSON lines, of the Node.js runtime's, one of Lambda's REPORT lines, an
 * event of a workflow, or a request of an API.
 */
export function readLine(line: string): Line {
  const told = lineOf(jsonOf(line));
  if (told) return told;
  const id = line.match(requestIdInText)?.[0];
  return { id, reason: line.startsWith('REPORT ') ? reasonOfReport(line) : reasonOfText(line) };
}

function jsonOf(line: string): unknown {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function lineOf(json: unknown): Line | undefined {
  const ofFunction = FunctionLine.safeParse(json).data;
  if (ofFunction) {
    const { aws_request_id: id, level, trace_id: trace } = ofFunction;
    return { id, reason: isError(level) ? 'error' : undefined, trace };
  }
  const ofWorkflow = WorkflowLine.safeParse(json).data;
  if (ofWorkflow) {
    return { id: ofWorkflow.execution_arn.split(':').at(-1), reason: reasonsOfWorkflow[ofWorkflow.type] };
  }
  const ofApi = AccessLine.safeParse(json).data;
  return ofApi && { id: ofApi.requestId, reason: reasonOfRequest(ofApi) };
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

/** Lambda developer guide, "REPORT log": `Status` and `Error Type` stand there only where something went wrong. */
function reasonOfReport(line: string): AlertReason | undefined {
  if (/Status: timeout/.test(line)) return 'timeout';
  if (line.includes('Runtime.OutOfMemory')) return 'memory';
  const { size, used } = line.match(memory)?.groups ?? {};
  return size !== undefined && Number(used) >= Number(size) ? 'memory' : undefined;
}

function reasonOfText(line: string): AlertReason | undefined {
  return line.includes('ERROR') ? 'error' : undefined;
}
