/**
 * An answer that is JSON text already, so that stored items are not parsed and written again on their way out.
 * Only for services that speak JSON on the wire.
 */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
