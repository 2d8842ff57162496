import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { parseBody, type Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/service-api';
import type { Finding } from '../audit/audit';
import { pageOf } from '../iot-pagination';
import { type ControlParts, jsonResponse, read } from './control-input';

const OnDemand = z.object({ targetCheckNames: z.array(z.string()).min(1) });
const FindingQuery = z.object({
  taskId: z.string().optional(),
  /** Start of the time range in seconds since the epoch. */
  startTime: z.number().optional(),
  endTime: z.number().optional(),
  checkName: z.string().optional(),
  resourceIdentifier: z.record(z.string(), z.unknown()).optional(),
  listSuppressedFindings: z.boolean().optional(),
  maxResults: z.number().default(25),
  nextToken: z.string().optional(),
});

type Filter = Omit<z.output<typeof FindingQuery>, 'maxResults' | 'nextToken'>;

/**
 * Returns a predicate for the findings that a request selects.
 * @throws AwsError unless the request contains either a task or a time range (API reference)
 */
function findingFilter({ taskId, startTime, endTime, ...other }: Filter): (finding: Finding) => boolean {
  const hasTime = startTime !== undefined && endTime !== undefined;
  const hasPartOfTime = startTime !== undefined || endTime !== undefined;
  if (taskId === undefined ? !hasTime : hasPartOfTime)
    throw new AwsError(
      'InvalidRequestException',
      'You must specify either the startTime and endTime or the taskId, but not both',
    );
  return (finding) => {
    const seconds = finding.at / 1000;
    const isSelected = hasTime ? startTime <= seconds && seconds <= endTime : finding.taskId === taskId;
    const resource = other.resourceIdentifier ?? finding.resourceIdentifier;
    return (
      isSelected &&
      (other.checkName ?? finding.checkName) === finding.checkName &&
      isDeepStrictEqual(resource, finding.resourceIdentifier) &&
      // There are no suppressed findings, because suppressions are not supported.
      other.listSuppressedFindings !== true
    );
  };
}

/** Returns the API representation of a finding, with times in seconds. */
const describeFinding = ({ at, resourceType, resourceIdentifier, ...finding }: Finding) => ({
  ...finding,
  taskStartTime: at / 1000,
  findingTime: at / 1000,
  nonCompliantResource: { resourceType, resourceIdentifier },
  isSuppressed: false,
});

/**
 * Returns the routes that start on-demand audits and return pages of findings. Findings from earlier runs of the platform
 * are not kept.
 */
export function auditRoutes({ audit }: Pick<ControlParts, 'audit'>): Route[] {
  return [
    {
      name: 'StartOnDemandAuditTask',
      method: 'POST',
      path: '/audit/tasks',
      run(_, { body }) {
        const { targetCheckNames } = read(OnDemand, parseBody(body));
        return jsonResponse({ taskId: audit.start(targetCheckNames) });
      },
    },
    {
      name: 'ListAuditFindings',
      method: 'POST',
      path: '/audit/findings',
      run(_, { body }) {
        const { maxResults, nextToken, ...filter } = read(FindingQuery, parseBody(body));
        const query = new URLSearchParams({
          maxResults: `${maxResults}`,
          ...(nextToken !== undefined && { nextToken }),
        });
        const { page, more } = pageOf(audit.findings().filter(findingFilter(filter)), {
          query,
          size: ['maxResults', 250],
          nameOf: ({ at, findingId }) => `${at}/${findingId}`,
        });
        return jsonResponse({ findings: page.map(describeFinding), ...more });
      },
    },
  ];
}
