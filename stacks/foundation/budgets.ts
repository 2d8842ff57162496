import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { type AlertTopic, Feature, policyJson, type ResourceStatement } from '@himeshima/constructs';
import type { Construct } from 'constructs';
import type { Environment } from '../../config/environment';
import { names } from '../../config/names';
import { environmentOf } from '../environment-context';

const service = 'budgets.amazonaws.com';

/** Restricts AWS Budgets to this account (Cost Management user guide, "Creating an Amazon SNS topic for budget notifications"). */
const forThisAccount = ({ account }: Environment) => ({
  StringEquals: { 'aws:SourceAccount': account },
  ArnLike: { 'aws:SourceArn': `arn:aws:budgets::${account}:*` },
});

/** Returns the statement of the key policy that allows AWS Budgets, which has no role, to publish to the encrypted topic. */
export const budgetsUseTheKey = (environment: Environment): ResourceStatement => ({
  Sid: 'BudgetsTellTheTopic',
  Effect: 'Allow',
  Principal: { Service: service },
  Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
  Resource: '*',
  Condition: forThisAccount(environment),
});

/** Monthly cost budget, which notifies the account's on-call. docs/cost.md explains the amount. */
export class Budgets extends Feature {
  constructor(scope: Construct, id: string, { topic }: { readonly topic: AlertTopic }) {
    super(scope, id);
    const environment = environmentOf(this);
    const topicPolicy = new SnsTopicPolicy(this, 'account-alerts-policy', {
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
    const notifyAt = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
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
      // 80 % actual, 100 % actual, 100 % forecast
      notification: [notifyAt('ACTUAL', 80), notifyAt('ACTUAL', 100), notifyAt('FORECASTED', 100)],
      dependsOn: [topicPolicy],
    });
  }
}
