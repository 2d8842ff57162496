import { z } from 'zod';
import { parseBody, type Route } from '../../gateway/json-api';
import type { Finding } from '../audit/audit';
import { answered, type ControlParts, read } from './control-input';

const OnDemand = z.object({ targetCheckNames: z.array(z.string()).min(1) });
const Asked = z.object({ taskId: z.string().optional(), checkName: z.string().optional() });

/** AWS IoT answers times as seconds. */
const described = ({ at, resourceType, resourceIdentifier, ...finding }: Finding) => ({
  ...finding,
  taskStartTime: at / 1000,
  findingTime: at / 1000,
  nonCompliantResource: { resourceType, resourceIdentifier },
  isSuppressed: false,
});

/** Audits when somebody asks, and what all of them have found since the start. */
export function auditRoutes({ audit }: ControlParts): Route[] {
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
        const asked = read(Asked, parseBody(body));
        const fits = ({ taskId, checkName }: Finding) =>
          (asked.taskId ?? taskId) === taskId && (asked.checkName ?? checkName) === checkName;
        return answered({ findings: audit.findings().filter(fits).map(described) });
      },
    },
  ];
}
