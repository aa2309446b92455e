import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import type { ResourceType } from '../kernel/resource.ts';
import type { StackPlan, StackResource } from '../kernel/stack-plan.ts';
import type { MadeResource, StackStore } from './stack-store.ts';

/**
 * Brings the stack to what the plan says, in one transaction: provisions every resource, removes those that left the
 * template or are replaced under another name (unless their policy retains them), and writes the stack down.
 * @throws AwsError that begins with the resource's path; then nothing was changed
 */
export async function deploy(
  { store }: Ground,
  stacks: StackStore,
  { plan, types }: { plan: StackPlan; types: readonly ResourceType[] },
): Promise<void> {
  await store.write(() => {
    const before = stacks.find(plan.stackName)?.resources ?? [];
    for (const resource of plan.resources) at(resource.logicalId, resource.provision);
    for (const row of obsolete(before, plan.resources).reverse()) {
      const type = types.find((candidate) => candidate.type === row.type);
      at(row.logicalId, () => type?.remove(row.physicalId));
    }
    stacks.put(plan);
  });
}

function at(logicalId: string, work: () => void): void {
  try {
    work();
  } catch (thrown) {
    if (!(thrown instanceof AwsError)) throw thrown;
    throw new AwsError(thrown.code, `Resources.${logicalId}: ${thrown.message}`, { cause: thrown });
  }
}

/** What exists and is no longer wanted, in the order in which it was made. */
function obsolete(before: readonly MadeResource[], wanted: readonly StackResource[]): MadeResource[] {
  const byLogicalId = new Map(wanted.map((resource) => [resource.logicalId, resource]));
  const identities = new Set(wanted.map(({ type, physicalId }) => identityOf(type, physicalId)));
  return before.filter((row) => {
    // Another logical id may have taken over the same thing: it is wanted.
    if (identities.has(identityOf(row.type, row.physicalId))) return false;
    const successor = byLogicalId.get(row.logicalId);
    const policy = successor === undefined ? row.deletionPolicy : successor.updateReplacePolicy;
    return policy === 'Delete';
  });
}

/** A queue is known by its URL, and this start may listen on another port than the one before. */
function identityOf(type: string, physicalId: string): string {
  return `${type} ${physicalId.replace(/^https?:\/\/[^/]+/, '')}`;
}
