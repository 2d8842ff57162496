import { visibleLine } from '@himeshima/cli';

/** A file that is not a plan. `next` says how to get one. */
export class PlanError extends Error {
  constructor(reason: string, next: string) {
    // a file may name anything: it must neither steer the terminal nor begin a line
    super(`${visibleLine(reason)}; ${next}`);
    this.name = 'PlanError';
  }
}

export const showJson = 'create the plan JSON with terraform show -json PLANFILE > plan.json';
