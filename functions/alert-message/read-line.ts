import * as z from 'zod/mini';
import type { AlertReason } from '../../contracts/alerts';

export interface Line {
  readonly requestId: string | undefined;
  /** Undefined where the line gives a person nothing to do. */
  readonly reason: AlertReason | undefined;
}

const requestIdInText = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/;
const memory = /Memory Size: (?<size>\d+) MB\s+Max Memory Used: (?<used>\d+) MB/;

/** A line of ours, see functions/shared/log-context. */
const JsonLine = z.object({ aws_request_id: z.string(), level: z.string() });

/** Whose line it is, and what it tells: one of our JSON lines, of the Node.js runtime's, or one of Lambda's REPORT lines. */
export function readLine(line: string): Line {
  const json = jsonLine(line);
  if (json) return { requestId: json.aws_request_id, reason: isError(json.level) ? 'error' : undefined };
  const requestId = line.match(requestIdInText)?.[0];
  return { requestId, reason: line.startsWith('REPORT ') ? reasonOfReport(line) : reasonOfText(line) };
}

function jsonLine(line: string): z.infer<typeof JsonLine> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JsonLine.safeParse(JSON.parse(line)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const isError = (level: string) => level === 'ERROR' || level === 'CRITICAL';

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
