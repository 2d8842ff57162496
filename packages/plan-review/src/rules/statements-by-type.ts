import { type PolicyDocument, parsePolicy } from '@himeshima/aws-policy';
import type { ValueObject } from '@himeshima/terraform-json';
import { byType } from '../plan/by-type';
import { textAt } from '../plan/value-at';

/** A resource that is one statement in the policy of another: whose, by which attribute, and what AWS makes of it. */
interface States {
  readonly attribute: string;
  readonly type: string;
  statement(values: ValueObject): PolicyDocument;
}

/** Source: Lambda API reference, AddPermission and AddLayerVersionPermission; EventBridge API reference, PutPermission */
export const statedBy = byType<States>({
  aws_cloudwatch_event_permission: {
    attribute: 'event_bus_name',
    type: 'aws_cloudwatch_event_bus',
    statement: (values) =>
      allowing(values, {
        action: 'events:PutEvents',
        who: awsOr(values),
        conditions: [['StringEquals', textAt(values, ['condition', 'key']), textAt(values, ['condition', 'value'])]],
      }),
  },
  aws_lambda_layer_version_permission: {
    attribute: 'layer_name',
    type: 'aws_lambda_layer_version',
    statement: (values) =>
      allowing(values, {
        action: 'lambda:GetLayerVersion',
        who: awsOr(values),
        conditions: [['StringEquals', 'aws:PrincipalOrgID', textAt(values, ['organization_id'])]],
      }),
  },
  aws_lambda_permission: {
    attribute: 'function_name',
    type: 'aws_lambda_function',
    statement: (values) =>
      allowing(values, {
        action: 'lambda:InvokeFunction',
        who: awsOr(values),
        conditions: [
          ['ArnLike', 'aws:SourceArn', textAt(values, ['source_arn'])],
          ['StringEquals', 'aws:SourceAccount', textAt(values, ['source_account'])],
          ['StringEquals', 'aws:PrincipalOrgID', textAt(values, ['principal_org_id'])],
          ['StringEquals', 'lambda:EventSourceToken', textAt(values, ['event_source_token'])],
        ],
      }),
  },
});

type Principal = '*' | Readonly<Record<string, string>>;

function awsOr(values: ValueObject): Principal {
  const principal = textAt(values, ['principal']) ?? '*';
  return principal === '*' ? '*' : { [/\.amazonaws\.com/.test(principal) ? 'Service' : 'AWS']: principal };
}

interface Said {
  readonly action: string;
  readonly who: Principal;
  /** Operator, key and value; without one of them there is no such condition. */
  readonly conditions: readonly (readonly [string, string | undefined, string | undefined])[];
}

function allowing(values: ValueObject, { action, who, conditions }: Said): PolicyDocument {
  const said = conditions.filter(([, key, value]) => key !== undefined && value !== undefined);
  const Condition = Object.fromEntries(
    [...new Set(said.map(([operator]) => operator))].map((operator) => [
      operator,
      Object.fromEntries(said.flatMap(([of, key, value]) => (of === operator ? [[key, value]] : []))),
    ]),
  );
  const Statement = { Effect: 'Allow', Action: textAt(values, ['action']) ?? action, Principal: who, Condition };
  return parsePolicy({ Version: '2012-10-17', Statement });
}
