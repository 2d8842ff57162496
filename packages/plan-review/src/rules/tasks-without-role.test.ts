import { created, dangersOf, reportedBy } from './dangers.fixture';
import { tasksWithoutRole } from './tasks-without-role';

const reported = reportedBy(tasksWithoutRole);
const task = (container: object, more: object = {}, unknown: object = {}) =>
  created(
    'aws_ecs_task_definition.web',
    { requires_compatibilities: ['FARGATE'], container_definitions: JSON.stringify([container]), ...more },
    unknown,
  );
const fromEcr = { image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1' };

test.each([
  ['pull images from Amazon ECR', fromEcr],
  ['write logs to CloudWatch', { image: 'nginx', logConfiguration: { logDriver: 'awslogs' } }],
  ['read secrets', { image: 'nginx', secrets: [{ name: 'TOKEN', valueFrom: 'arn:aws:ssm:x' }] }],
])('reports a task for Fargate that has no role to %s', (need, container) =>
  expect(reported(task(container, { execution_role_arn: '' }))).toEqual([
    `aws_ecs_task_definition.web cannot be created: AWS Fargate requires execution_role_arn to ${need}`,
  ]),
);

test('ignores tasks with a role, on instances, and with public images and without logs', () => {
  expect(reported(task(fromEcr, { execution_role_arn: 'arn:aws:iam::111122223333:role/run' }))).toEqual([]);
  expect(reported(task(fromEcr, {}, { execution_role_arn: true }))).toEqual([]);
  expect(reported(task(fromEcr, { requires_compatibilities: ['EC2'] }))).toEqual([]);
  expect(reported(task({ image: 'nginx', secrets: [] }))).toEqual([]);
});

test('says that the task cannot be created', () =>
  expect(dangersOf(task(fromEcr))).toEqual([expect.stringMatching(/^cannot be applied: /)]));
