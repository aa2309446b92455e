import { expect, test } from 'vitest';
import { testCloud } from '../testing.ts';
import { createRoleStore, roleArn } from './role-store.ts';

test('a role that a failed write changed is as it was before', async () => {
  const cloud = testCloud({ rooms: () => [] });
  const { store, place } = cloud.ground;
  const roles = createRoleStore(store, place);
  const put = (policy: string): void => {
    roles.put({ name: 'worker', trust: {}, policies: [policy] });
  };
  const policies = (): string | undefined => roles.byArn(roleArn(place, 'worker'))?.policies;
  await store.write(() => {
    put('old');
  });
  const change = store.write(() => {
    put('new');
    expect(policies()).toBe('["new"]');
    throw new RangeError('no');
  });
  await expect(change).rejects.toThrow('no');
  expect(policies()).toBe('["old"]');
  await cloud.stop();
});
