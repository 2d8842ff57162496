import type { Change } from './working-copy';

const type = `  aws_sqs_queue_redrive_allow_policy: resourceType({
    runs: 'checked, without effect',
    attributes: { queue_url: z.string(), redrive_allow_policy: z.string() },
    create({ attributes: { queue_url: url, redrive_allow_policy: policy } }) {
      RedriveAllowPolicy.parse(JSON.parse(policy));
      return { id: url };
    },
  }),
`;

const schema = `const RedriveAllowPolicy = z.object({
  redrivePermission: z.enum(['allowAll', 'denyAll', 'byQueue']),
  sourceQueueArns: z.array(z.string()).max(10).optional(),
});

`;

const testFile = `import { resourceTypes } from '../service-table';

test('describes redrive permissions', () =>
  expect(resourceTypes.get('aws_sqs_queue_redrive_allow_policy')?.runs).toBe('checked, without effect'));
`;

/** Changes that add a resource type for a service that runs locally. */
export const queuePermission: readonly Change[] = [
  {
    file: 'messaging/messaging-resources.ts',
    before: [
      ['export const messagingResources = {', schema],
      ['  aws_sns_topic: resourceType({', type],
    ],
  },
  { file: 'messaging/redrive-permission.test.ts', content: testFile },
];
