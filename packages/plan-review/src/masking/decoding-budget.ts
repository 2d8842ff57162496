/** Maximum number of characters to decode for one value, across all levels of nested encodings. */
const perValue = 3_000_000;

/**
 * Maximum number of characters to decode for one plan. Beyond this budget, decoded text may be at most
 * `alwaysTimes` times as long as the encoded text.
 */
const perPlan = 12_000_000;

/** Length that decoded text may always have, as a multiple of the encoded length. Decoding then takes linear time. */
const alwaysTimes = 3;
const alwaysAtLeast = 10_000;

/** Budget of characters to decode for one value. It prevents nested gzip from growing from kilobytes to gigabytes. */
export class ValueBudget {
  private left: number;

  constructor(
    limit: number,
    private readonly onSpend: (characters: number) => void = () => {},
  ) {
    this.left = limit;
  }

  /** Whether the limit is exceeded. If so, the entire value must be masked. */
  get isSpent(): boolean {
    return this.left < 0;
  }

  /** Maximum decompressed size of the next section, in bytes. */
  get remaining(): number {
    return Math.max(0, this.left);
  }

  spend(characters: number): void {
    this.left -= characters;
    this.onSpend(characters);
  }
}

/** Budget of characters to decode for one plan. It limits the budget of each value. */
export class PlanBudget {
  private left = perPlan;

  forValue(text: string): ValueBudget {
    const limit = Math.max(text.length * alwaysTimes + alwaysAtLeast, Math.min(perValue, this.left));
    return new ValueBudget(limit, (characters) => {
      this.left -= characters;
    });
  }
}
