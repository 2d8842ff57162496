import type { Check } from '../check';
import { but } from '../example';
import { textAt } from '../resource';
import { soundFunction } from './sound';

/** Lambda developer guide, "Lambda runtimes", deprecated by July 2026. One that nobody knows yet is taken for a new one. */
const deprecated =
  /^(nodejs(4\.3(-edge)?|6\.10|8\.10|10\.x|12\.x|14\.x|16\.x|18\.x|20\.x)?|python(2\.7|3\.[6-9])|ruby(2\.\d|3\.2)|java8|go1\.x|dotnetcore\d\.\d|dotnet(5\.0|6|7)|provided)$/;

export const lambdaRuntime: Check = {
  id: 'lambda-runtime',
  severity: 'major',
  about: ['aws_lambda_function'],
  reason: 'this runtime is end-of-life: no security patches, and AWS will eventually block deployments',
  fix: 'a supported runtime, such as nodejs22.x',
  source: 'Serverless Lens SEC 3; Checkov CKV_AWS_363',
  finds: (lambda) => deprecated.test(textAt(lambda, 'runtime') ?? ''),
  examples: {
    good: [undefined, 'nodejs22.x', 'nodejs24.x', 'python3.13', 'provided.al2023', 'java8.al2'].map((runtime) =>
      but(soundFunction, 'aws_lambda_function.light', { runtime }),
    ),
    bad: ['nodejs18.x', 'python3.9', 'go1.x', 'provided'].map((runtime) =>
      but(soundFunction, 'aws_lambda_function.light', { runtime }),
    ),
  },
};
