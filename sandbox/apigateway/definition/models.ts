import AjvModule from 'ajv-draft-04';
import { parseJson } from '../../kernel/json.ts';
import type { JsonObject } from '../../kernel/json.ts';

/**
 * Whether `body` satisfies the model for its media type; without one for that type, `$default` counts; without that,
 * nothing is checked, as on AWS. An empty body counts as `{}`, a missing content type as application/json.
 */
export type BodyCheck = (mediaType: string | undefined, body: string) => boolean;

/** A check by compiled models; `models` are by lower-case media type. */
export function bodyCheck(models: ReadonlyMap<string, (value: unknown) => boolean>): BodyCheck {
  return (mediaType = 'application/json', body) => {
    const model = models.get(mediaType.toLowerCase()) ?? models.get('$default');
    if (model === undefined) return true;
    const value = body === '' ? {} : parseJson(body);
    return value !== undefined && model(value);
  };
}

// The package is CommonJS: its class is the module's default member. One for all: it compiles its meta-schema once.
const ajv = new AjvModule.default({
  strict: false,
  validateFormats: false,
  unicodeRegExp: false,
  logger: false,
});

/** A schema of the document, whose references such as #/components/schemas/Thing lead into it; throws where not. */
export function compileModel(document: JsonObject, schema: unknown): (value: unknown) => boolean {
  const { components = {}, definitions = {} } = document;
  const root = { components, definitions, allOf: [schema] };
  try {
    const validate = ajv.compile(root);
    return (value) => validate(value) === true;
  } finally {
    ajv.removeSchema(root);
  }
}
