/** An SLO over 7, 30 or 90 days. */
export interface Objective {
  /** In percent: 99.9. */
  readonly target: number;
  readonly days: number;
}

export interface Budget {
  /** The share of behaviour that may be bad, as a fraction. */
  readonly errorBudget: number;
  /** The share that was bad, as a fraction. */
  readonly errorRate: number;
  /** How many times too fast the budget burns. */
  readonly burnRate: number;
  /** Until the budget is gone where it goes on so; Infinity where nothing is bad. */
  readonly daysToDepletion: number;
}

/**
 * What a burn rate means for an SLO.
 * @throws RangeError for a target that leaves no budget, and for what cannot be measured
 * Source: D/service_level_objectives/burn_rate, "How Burn Rate Alerts work"
 */
export function budgetAt({ target, days }: Objective, burnRate: number): Budget {
  if (!(target > 0 && target < 100)) throw new RangeError(`target is ${target}; it must lie between 0 and 100 percent`);
  if (!(days > 0)) throw new RangeError(`days is ${days}; it must be above 0`);
  if (!(burnRate >= 0)) throw new RangeError(`burnRate is ${burnRate}; it must be 0 or more`);
  const errorBudget = exact((100 - target) / 100);
  return { errorBudget, errorRate: exact(burnRate * errorBudget), burnRate, daysToDepletion: days / burnRate };
}

/**
 * The budget after so many good of so many events.
 * @throws RangeError as `budgetAt`, and where there were no events or more good ones than there were
 */
export function budgetAfter(objective: Objective, { good, total }: { good: number; total: number }): Budget {
  if (!(total > 0)) throw new RangeError(`total is ${total}: without events there is no error rate`);
  if (!(good >= 0 && good <= total)) throw new RangeError(`good is ${good}; it must be from 0 to total (${total})`);
  const errorRate = exact(1 - good / total);
  const { errorBudget } = budgetAt(objective, 0);
  return { ...budgetAt(objective, exact(errorRate / errorBudget)), errorRate };
}

// 100 - 99.9 is 0.09999999999999432: the noise of a decimal in binary is no part of a budget.
const exact = (value: number): number => Number(value.toPrecision(12));
