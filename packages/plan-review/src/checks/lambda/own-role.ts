import type { Check } from '../check';
import { but } from '../example';
import { soundFunction } from './sound';

const second = { ...soundFunction['aws_lambda_function']?.['light'], function_name: 'lamp' };
const two = (role: string) =>
  but(but(soundFunction, 'aws_lambda_function.light', { role }), 'aws_lambda_function.lamp', second);

export const lambdaOwnRole: Check = {
  id: 'lambda-own-role',
  severity: 'major',
  about: ['aws_lambda_function'],
  reason: 'several functions share this role, so each has the permissions of the others',
  fix: 'one role per function',
  source: 'Serverless Lens SEC 2',
  finds: (lambda, all) => all.sharing(lambda, 'role').length > 0,
  examples: { good: [soundFunction, two('${aws_iam_role.other.arn}')], bad: [two('${aws_iam_role.light.arn}')] },
};
