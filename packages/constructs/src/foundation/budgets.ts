import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import type { Construct } from 'constructs';
import type { AlertTopic } from '../aws/alert-topic';
import { policyJson, type ResourceStatement } from '../aws/policy-document';
import { Feature } from '../stack/feature';
import { platformOf } from '../stack/platform';

const service = 'budgets.amazonaws.com';

/**
 * Returns the condition that restricts AWS Budgets to this account. Source: Cost Management user guide, "Creating an
 * Amazon SNS topic for budget notifications"
 */
const forThisAccount = (account: string) => ({
  StringEquals: { 'aws:SourceAccount': account },
  ArnLike: { 'aws:SourceArn': `arn:aws:budgets::${account}:*` },
});

/** Returns the key policy statement that allows AWS Budgets, which has no role, to publish to the encrypted topic. */
export const budgetsUseTheKey = (account: string): ResourceStatement => ({
  Sid: 'BudgetsTellTheTopic',
  Effect: 'Allow',
  Principal: { Service: service },
  Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
  Resource: '*',
  Condition: forThisAccount(account),
});

interface BudgetsProps {
  readonly topic: AlertTopic;
  /** Monthly limit in USD. */
  readonly monthly: number;
}

/** Monthly cost budget, which notifies the account's on-call staff. */
export class Budgets extends Feature {
  constructor(scope: Construct, id: string, { topic, monthly }: BudgetsProps) {
    super(scope, id);
    const { settings, names } = platformOf(this);
    const topicPolicy = new SnsTopicPolicy(this, 'account-alerts-policy', {
      arn: topic.arn,
      policy: policyJson([
        {
          Sid: 'BudgetsTellTheTopic',
          Effect: 'Allow',
          Principal: { Service: service },
          Action: ['sns:Publish'],
          Resource: topic.arn,
          Condition: forThisAccount(settings.account),
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
      name: `${names.foundation(settings)}-monthly`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      limitAmount: String(monthly),
      limitUnit: 'USD',
      // notify at 80% and 100% of actual cost, and at 100% of forecast cost
      notification: [notifyAt('ACTUAL', 80), notifyAt('ACTUAL', 100), notifyAt('FORECASTED', 100)],
      dependsOn: [topicPolicy],
    });
  }
}
