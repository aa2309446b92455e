import type { Json } from '../../kernel/json.ts';
import type { Random } from '../../kernel/random.ts';

/** What paths and intrinsic functions of a state can see. */
export interface Scope {
  /** `$` */
  readonly input: Json;
  /** `$$`; asked only by the paths that need it, because it is built for each state. */
  readonly context: () => Json;
  /** For States.UUID and States.MathRandom. */
  readonly random: Random;
}
