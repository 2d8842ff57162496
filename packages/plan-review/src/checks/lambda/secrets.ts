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
  reason: 'anyone who can read the function, the plan or the state can read a secret in the environment',
  fix: 'a secret in Secrets Manager or SSM that the function reads at startup',
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
