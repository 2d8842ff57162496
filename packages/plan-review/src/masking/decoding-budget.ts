/** Maximum number of decoded characters for one value, across all levels of nested encodings. */
const perValue = 3_000_000;

/**
 * Maximum number of decoded characters for one plan. Beyond this budget, decoded text may be at most a few
 * times as long as its encoded form.
 */
const perPlan = 12_000_000;

/** Decoded text may always be up to this many times as long as the encoded text, because decoding then takes linear time. */
const alwaysTimes = 3;
const alwaysAtLeast = 10_000;

/** Budget of decoded characters for one value. Without it, a few kilobytes of nested gzip could inflate to gigabytes. */
export class ValueBudget {
  private left: number;

  constructor(
    limit: number,
    private readonly onSpend: (characters: number) => void = () => {},
  ) {
    this.left = limit;
  }

  /** Whether the limit was exceeded. If so, the entire value must be masked. */
  get isSpent(): boolean {
    return this.left < 0;
  }

  /** Maximum inflated size of the next compressed section, in bytes. */
  get remaining(): number {
    return Math.max(0, this.left);
  }

  spend(characters: number): void {
    this.left -= characters;
    this.onSpend(characters);
  }
}

/** Budget of decoded characters for one plan, which limits the budget for each value. */
export class PlanBudget {
  private left = perPlan;

  forValue(text: string): ValueBudget {
    const limit = Math.max(text.length * alwaysTimes + alwaysAtLeast, Math.min(perValue, this.left));
    return new ValueBudget(limit, (characters) => {
      this.left -= characters;
    });
  }
}
