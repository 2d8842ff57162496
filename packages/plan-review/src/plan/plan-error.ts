import { visibleLine } from '@himeshima/cli';

/** Error for a file that is not a valid plan. `next` tells the user how to create a valid plan. */
export class PlanError extends Error {
  constructor(reason: string, next: string) {
    // the reason may quote text from the file, which must not control the terminal or start a new line
    super(`${visibleLine(reason)}; ${next}`);
    this.name = 'PlanError';
  }
}

export const showJson = 'create the plan JSON with terraform show -json PLANFILE > plan.json';
