import { type PolicyDocument, parsePolicy } from '@himeshima/aws-policy';
import type { ValueObject } from '@himeshima/terraform-json';
import { byType } from '../plan/type-table';
import { textAt } from '../plan/value-at';

/** Resource type whose resources add one statement to the policy of another resource. */
interface StatementType {
  /** Attribute that identifies the owner of the policy. */
  readonly attribute: string;
  /** Resource type of the owner. */
  readonly type: string;
  /** Returns the policy that AWS creates from the attributes of the resource. */
  toPolicy(values: ValueObject): PolicyDocument;
}

/**
 * Resource types that represent policy statements.
 * Source: Lambda API reference, AddPermission and AddLayerVersionPermission; EventBridge API reference, PutPermission
 */
export const statementTypeOf = byType<StatementType>({
  aws_cloudwatch_event_permission: {
    attribute: 'event_bus_name',
    type: 'aws_cloudwatch_event_bus',
    toPolicy: (values) =>
      allowing(values, {
        action: 'events:PutEvents',
        principal: principalIn(values),
        conditions: [['StringEquals', textAt(values, ['condition', 'key']), textAt(values, ['condition', 'value'])]],
      }),
  },
  aws_lambda_layer_version_permission: {
    attribute: 'layer_name',
    type: 'aws_lambda_layer_version',
    toPolicy: (values) =>
      allowing(values, {
        action: 'lambda:GetLayerVersion',
        principal: principalIn(values),
        conditions: [['StringEquals', 'aws:PrincipalOrgID', textAt(values, ['organization_id'])]],
      }),
  },
  aws_lambda_permission: {
    attribute: 'function_name',
    type: 'aws_lambda_function',
    toPolicy: (values) =>
      allowing(values, {
        action: 'lambda:InvokeFunction',
        principal: principalIn(values),
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

function principalIn(values: ValueObject): Principal {
  const principal = textAt(values, ['principal']) ?? '*';
  return principal === '*' ? '*' : { [/\.amazonaws\.com/.test(principal) ? 'Service' : 'AWS']: principal };
}

interface StatementParts {
  readonly action: string;
  readonly principal: Principal;
  /** Operators, keys and values of conditions. The statement omits conditions without a key or value. */
  readonly conditions: readonly (readonly [string, string | undefined, string | undefined])[];
}

function allowing(values: ValueObject, { action, principal, conditions }: StatementParts): PolicyDocument {
  const declared = conditions.filter(([, key, value]) => key !== undefined && value !== undefined);
  const Condition = Object.fromEntries(
    [...new Set(declared.map(([operator]) => operator))].map((operator) => [
      operator,
      Object.fromEntries(declared.flatMap(([of, key, value]) => (of === operator ? [[key, value]] : []))),
    ]),
  );
  const Statement = { Effect: 'Allow', Action: textAt(values, ['action']) ?? action, Principal: principal, Condition };
  return parsePolicy({ Version: '2012-10-17', Statement });
}
