import type { ClockLife } from '../../kernel/virtual-clock.ts';
import type { FunctionLoader } from './function-loader.ts';

/** How functions run in the sandbox's own realm. */
export interface RealmOptions {
  readonly clock: ClockLife['clock'];
  /** Where code comes from; the built bundle unless told. */
  readonly load?: FunctionLoader;
  /** A function that ran out of time goes on instead of being cut off. */
  readonly outlivesTimeout?: boolean;
  /** The clocks of environments differ from the sandbox's by up to this much, either way. */
  readonly clockSkewMs?: number;
}
