import { maskText } from '../../masking/mask';
import { isSecretName } from '../../masking/secret-values';
import type { Check } from '../check';
import { but } from '../example';
import { hasReference, objectAt } from '../resource';
import { soundFunction } from './sound';

const withVariables = (variables: Readonly<Record<string, string>>) =>
  but(soundFunction, 'aws_lambda_function.light', { environment: { variables } });

export const lambdaSecrets: Check = {
  id: 'lambda-secrets',
  severity: 'critical',
  about: ['aws_lambda_function'],
  reason: 'a secret in the environment is read by everybody who may look at the function, its plan or its state',
  fix: 'a secret of Secrets Manager or SSM, read by the function when it starts',
  source: 'Serverless Lens SEC 3; Checkov CKV_AWS_45',
  finds: (lambda) =>
    Object.entries(objectAt(lambda, 'environment.variables') ?? {}).some(
      ([name, value]) =>
        typeof value === 'string' &&
        !hasReference(value) &&
        // where a secret lies is none
        !value.startsWith('arn:') &&
        ((value !== '' && isSecretName('aws_lambda_function', name)) || maskText(value) !== value),
    ),
  examples: {
    good: [soundFunction, withVariables({ API_TOKEN_ARN: 'arn:aws:secretsmanager:eu-west-1:1:secret:token' })],
    bad: [withVariables({ API_TOKEN: 'x7Qm2' }), withVariables({ STORE: 'postgres://light:x7Qm2@db/lights' })],
  },
};
