import { z } from 'zod';
import { resourceType } from '../resource-type';

const bills = 'costs';

export const budgetsResources = {
  aws_budgets_budget: resourceType({
    runs: 'stored; costs are not simulated',
    attributes: { name: z.string(), budget_type: z.string(), time_unit: z.string() },
    notSimulated: { limit_amount: bills, limit_unit: bills, notification: bills },
    create({ attributes: { name } }, { place }) {
      return { id: `${place.account}:${name}`, arn: `arn:aws:budgets::${place.account}:budget/${name}` };
    },
  }),
} as const;
