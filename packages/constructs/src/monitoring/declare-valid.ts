import type { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { withCallSite } from '../stack/declared-construct';
import { duplicateId, report } from '../stack/problems';

interface Declaration {
  readonly id: string;
  readonly declared: Error;
  readonly faults: readonly string[];
}

/** Creates the resource of each valid declaration. Reports invalid declarations and duplicate ids. */
export function declareValid<Props extends Declaration>(
  stack: TerraformStack,
  all: readonly Props[],
  create: (props: Props) => Construct,
): void {
  for (const props of all) {
    const { id, declared, faults } = props;
    const problems = stack.node.tryFindChild(id) ? [...faults, duplicateId] : faults;
    for (const message of problems) report(stack, { declared, subject: id, message });
    if (problems.length === 0) withCallSite(create(props), declared);
  }
}
