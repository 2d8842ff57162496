import { created, reportedBy, updated } from './dangers.fixture';
import { invalidImages } from './invalid-images';

const reported = reportedBy(invalidImages);
const task = (image: string) => ({ container_definitions: JSON.stringify([{ name: 'web', image }]) });
const registry = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/web';

test.each([
  [`${registry}:v1.0.0:latest`, 'has two tags'],
  [`${registry}:`, 'ends with an empty tag'],
])('reports the image %s, which %s', (image, fault) => {
  const what = `aws_ecs_task_definition.t cannot start its container: the image ${image.slice(image.lastIndexOf('/') + 1)} ${fault}`;
  expect(reported(created('aws_ecs_task_definition.t', task(image)))).toEqual([what]);
  expect(reported(updated('aws_ecs_task_definition.t', task(registry), task(image)))).toEqual([what]);
});

test.each([registry, `${registry}:v1`, 'localhost:5000/web:v1', `${registry}:v1@sha256:${'0a'.repeat(32)}`, 'web'])(
  'accepts the image %s',
  (image) => expect(reported(created('aws_ecs_task_definition.t', task(image)))).toEqual([]),
);

test('ignores an image that does not change', () => {
  const wrong = task(`${registry}:v1:v2`);
  expect(reported(updated('aws_ecs_task_definition.t', wrong, { ...wrong, tags: { a: 'b' } }))).toEqual([]);
});
