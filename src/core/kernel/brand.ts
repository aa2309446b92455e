/** A nominal type over a primitive: two brands of the same primitive do not mix. */
export type Brand<Base, Name extends string> = Base & { readonly __brand: Name };
