import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import type { Construct } from 'constructs';
import type { Environment } from '../../config/environment';
import { names } from '../../config/names';
import type { AlertTopic } from '../constructs/alert-topic';
import { Feature } from '../constructs/feature';
import { platformOf } from '../constructs/platform';
import { policyJson, type ResourceStatement } from '../constructs/policy-document';

const service = 'budgets.amazonaws.com';

/** AWS Budgets acts for this account alone (Cost Management user guide, "Creating an Amazon SNS topic for budget notifications"). */
const forThisAccount = ({ account }: Environment) => ({
  StringEquals: { 'aws:SourceAccount': account },
  ArnLike: { 'aws:SourceArn': `arn:aws:budgets::${account}:*` },
});

/** What the key's policy has to say, since AWS Budgets has no role: the topic is encrypted. */
export const budgetsUseTheKey = (environment: Environment): ResourceStatement => ({
  Sid: 'BudgetsTellTheTopic',
  Effect: 'Allow',
  Principal: { Service: service },
  Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
  Resource: '*',
  Condition: forThisAccount(environment),
});

/** Who is on call for the account hears of the bill while there is time: docs/cost.md says where the sum is from. */
export class Budgets extends Feature {
  constructor(scope: Construct, id: string, { topic }: { readonly topic: AlertTopic }) {
    super(scope, id);
    const { environment } = platformOf(this);
    const heard = new SnsTopicPolicy(this, 'account-alerts-policy', {
      arn: topic.arn,
      policy: policyJson([
        {
          Sid: 'BudgetsTellTheTopic',
          Effect: 'Allow',
          Principal: { Service: service },
          Action: ['sns:Publish'],
          Resource: topic.arn,
          Condition: forThisAccount(environment),
        },
      ]),
    });
    const tells = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      comparisonOperator: 'GREATER_THAN',
      notificationType,
      threshold,
      thresholdType: 'PERCENTAGE',
      subscriberSnsTopicArns: [topic.arn],
    });
    new BudgetsBudget(this, 'monthly-budget', {
      name: `${names.foundation(environment)}-monthly`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      limitAmount: String(environment.budget.monthly),
      limitUnit: 'USD',
      // spent; spent, and more than was thought; and about to be, by the course of the month so far
      notification: [tells('ACTUAL', 80), tells('ACTUAL', 100), tells('FORECASTED', 100)],
      dependsOn: [heard],
    });
  }
}
