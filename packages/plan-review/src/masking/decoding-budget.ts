/** Limit of decoded characters for one value, all levels of nested encodings together. */
const perValue = 3_000_000;

/** Limit for the values of one plan; later values may only decode to a few times their own length. */
const perPlan = 12_000_000;

/** Decoding to this many times the length of a text takes linear time, so it is always allowed. */
const alwaysTimes = 3;
const alwaysAtLeast = 10_000;

/** Characters that may still be decoded for one value: a few kilobytes of nested gzip inflate to gigabytes. */
export class ValueBudget {
  private left: number;

  constructor(
    limit: number,
    private readonly onSpend: (characters: number) => void = () => {},
  ) {
    this.left = limit;
  }

  /** Whether more was decoded than the limit allows; the value then has to be masked as a whole. */
  get isSpent(): boolean {
    return this.left < 0;
  }

  /** Most bytes that a single part may inflate to. */
  get remaining(): number {
    return Math.max(0, this.left);
  }

  spend(characters: number): void {
    this.left -= characters;
    this.onSpend(characters);
  }
}

/** Returns the limit of decoded characters for each value of a plan. */
export class PlanBudget {
  private left = perPlan;

  forValue(text: string): ValueBudget {
    const limit = Math.max(text.length * alwaysTimes + alwaysAtLeast, Math.min(perValue, this.left));
    return new ValueBudget(limit, (characters) => {
      this.left -= characters;
    });
  }
}
