/** A file that is no plan; `next` says how to get one. */
export class PlanError extends Error {
  constructor(reason: string, next: string) {
    super(`${reason}; ${next}`);
    this.name = 'PlanError';
  }
}

export const showJson = 'terraform show -json PLANFILE > plan.json makes the file that is read here';
