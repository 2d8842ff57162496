/** SLO over 7, 30 or 90 days. */
export interface Objective {
  /** Target in percent, for example 99.9. */
  readonly target: number;
  readonly days: number;
}

export interface Budget {
  /** Allowed share of bad events, as a fraction. */
  readonly errorBudget: number;
  /** Actual share of bad events, as a fraction. */
  readonly errorRate: number;
  /** Rate at which the budget is consumed, relative to the rate that the SLO allows. */
  readonly burnRate: number;
  /** Days until the budget is exhausted at this rate; Infinity if there are no bad events. */
  readonly daysToDepletion: number;
}

/**
 * Returns the effect of a burn rate on an SLO.
 * @throws RangeError if the target leaves no budget, or an argument is out of range
 * Source: docs.datadoghq.com/service_level_objectives/burn_rate, "How Burn Rate Alerts work"
 */
export function budgetAt({ target, days }: Objective, burnRate: number): Budget {
  if (!(target > 0 && target < 100))
    throw new RangeError(`target is ${target}; it must be above 0 and below 100 percent`);
  if (!(days > 0)) throw new RangeError(`days is ${days}; it must be above 0`);
  if (!(burnRate >= 0)) throw new RangeError(`burnRate is ${burnRate}; it must be 0 or more`);
  const errorBudget = exact((100 - target) / 100);
  return { errorBudget, errorRate: exact(burnRate * errorBudget), burnRate, daysToDepletion: days / burnRate };
}

/**
 * Returns the state of the budget, given the numbers of good and total events.
 * @throws RangeError as for `budgetAt`, and if there were no events or more good events than total events
 */
export function budgetAfter(objective: Objective, { good, total }: { good: number; total: number }): Budget {
  if (!(total > 0)) throw new RangeError(`total is ${total}; it must be above 0`);
  if (!(good >= 0 && good <= total)) throw new RangeError(`good is ${good}; it must be between 0 and total (${total})`);
  const errorRate = exact(1 - good / total);
  const { errorBudget } = budgetAt(objective, 0);
  return { ...budgetAt(objective, exact(errorRate / errorBudget)), errorRate };
}

// Removes rounding errors: 100 - 99.9 is 0.09999999999999432.
const exact = (value: number): number => Number(value.toPrecision(12));
