/** A template that cannot be started: says where in the template, and what is wrong there. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  /** `Resources.Queue.Properties.Size`; empty where the whole file is meant. */
  readonly path: string;

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(path === '' ? problem : `${path}: ${problem}`, options);
    this.path = path;
  }
}
