import { mergeFiles } from './merge-files';
import { readStack } from './read-stack';

const queue = (name: string) => ({ resource: { aws_sqs_queue: { [name]: { name } } } });
const merge = (...files: unknown[]) =>
  mergeFiles(new Map(files.map((json, index) => [`${index}.tf.json`, json] as const)));

describe("a module's *.tf.json files", () => {
  test('merges *.tf.json files into one stack', () => {
    const stack = readStack(
      merge(
        { ...queue('a'), terraform: { required_version: '>= 1.5' }, provider: { aws: { region: 'eu-west-1' } } },
        {
          ...queue('b'),
          variable: { stage: {} },
          terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } },
          provider: { aws: [{ alias: 'us', region: 'us-east-1' }] },
        },
        { locals: { x: 1 } },
      ),
    );
    expect(stack.resources.map(({ address }) => address)).toEqual(['aws_sqs_queue.a', 'aws_sqs_queue.b']);
    expect(stack.providers.map(({ name }) => name)).toEqual(['aws', 'aws.us']);
    expect(stack.terraform).toMatchObject({ requiredVersion: '>= 1.5', requiredProviders: { aws: {} } });
    expect(stack.locals).toEqual({ x: 1 });
  });

  test.each([
    [[queue('a'), queue('a')], '1.tf.json: declares resource.aws_sqs_queue.a a second time'],
    [[{ locals: { x: 1 } }, { locals: { x: 2 } }], '1.tf.json: declares locals.x a second time'],
    [[{ variable: 'a' }, { variable: {} }], '1.tf.json: declares variable a second time'],
    [['text'], '0.tf.json: is not Terraform JSON; expected an object'],
  ])('rejects the files %j with an error that contains the file name', (files, message) => {
    expect(() => merge(...files)).toThrow(message);
  });
});
