import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { parseBody, type Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/request';
import type { Finding } from '../audit/audit';
import { pageOf } from '../pages';
import { answered, type ControlParts, read } from './control-input';

const OnDemand = z.object({ targetCheckNames: z.array(z.string()).min(1) });
const Asked = z.object({
  taskId: z.string().optional(),
  /** Seconds. */
  startTime: z.number().optional(),
  endTime: z.number().optional(),
  checkName: z.string().optional(),
  resourceIdentifier: z.record(z.string(), z.unknown()).optional(),
  listSuppressedFindings: z.boolean().optional(),
  maxResults: z.number().default(25),
  nextToken: z.string().optional(),
});

type Filter = Omit<z.output<typeof Asked>, 'maxResults' | 'nextToken'>;

/** Which findings are asked for. @throws AwsError where neither a task is named nor a time, or both (API reference) */
function asked({ taskId, startTime, endTime, ...other }: Filter): (finding: Finding) => boolean {
  const hasTime = startTime !== undefined && endTime !== undefined;
  const hasPartOfTime = startTime !== undefined || endTime !== undefined;
  if (taskId === undefined ? !hasTime : hasPartOfTime)
    throw new AwsError(
      'InvalidRequestException',
      'You must specify either the startTime and endTime or the taskId, but not both',
    );
  return (finding) => {
    const seconds = finding.at / 1000;
    const within = hasTime ? startTime <= seconds && seconds <= endTime : finding.taskId === taskId;
    const resource = other.resourceIdentifier ?? finding.resourceIdentifier;
    return (
      within &&
      (other.checkName ?? finding.checkName) === finding.checkName &&
      isDeepStrictEqual(resource, finding.resourceIdentifier) &&
      // nothing is suppressed here
      other.listSuppressedFindings !== true
    );
  };
}

/** AWS IoT answers times as seconds. */
const described = ({ at, resourceType, resourceIdentifier, ...finding }: Finding) => ({
  ...finding,
  taskStartTime: at / 1000,
  findingTime: at / 1000,
  nonCompliantResource: { resourceType, resourceIdentifier },
  isSuppressed: false,
});

/** Audits when somebody asks, and what they have found since the start, by pages. */
export function auditRoutes({ audit }: Pick<ControlParts, 'audit'>): Route[] {
  return [
    {
      name: 'StartOnDemandAuditTask',
      method: 'POST',
      path: '/audit/tasks',
      run(_, { body }) {
        const { targetCheckNames } = read(OnDemand, parseBody(body));
        return answered({ taskId: audit.start(targetCheckNames) });
      },
    },
    {
      name: 'ListAuditFindings',
      method: 'POST',
      path: '/audit/findings',
      run(_, { body }) {
        const { maxResults, nextToken, ...filter } = read(Asked, parseBody(body));
        const query = new URLSearchParams({
          maxResults: `${maxResults}`,
          ...(nextToken !== undefined && { nextToken }),
        });
        const { page, more } = pageOf(audit.findings().filter(asked(filter)), {
          query,
          size: ['maxResults', 250],
          nameOf: ({ at, findingId }) => `${at}/${findingId}`,
        });
        return answered({ findings: page.map(described), ...more });
      },
    },
  ];
}
